// Reads HDF5 files: the part of the format that Keras uses for weights, without loading the file into memory.
//
// The comments of this folder name sections of the "HDF5 File Format Specification Version 3.0",
// https://support.hdfgroup.org/archive/support/HDF5/doc/H5.format.html.
//
// Read: superblocks 0, 2 and 3; object headers 1 and 2; groups with a symbol table, or with few links
// in messages; contiguous and compact datasets of floating-point numbers. Refused by name: the rest.
import { datasetOf } from './dataset.js';
import { malformed, unsupported } from './errors.js';
import { linksOf } from './group.js';
import { Metadata } from './metadata.js';
import { readMessages } from './object_header.js';
import { rootOf } from './superblock.js';

/** @typedef {import('./dataset.js').Dataset} Dataset */

const maxDepth = 32;

/**
 * @param {import('../random_access.js').RandomAccess} access
 * @returns {Promise<Dataset[]>} all datasets, sorted by address
 */
export async function datasetsOf(access) {
  const metadata = new Metadata(access);
  /** @type {Dataset[]} */
  const datasets = [];
  const root = await rootOf(metadata);
  const seen = new Set([root]);
  /** @type {{path: string[], address: number}[]} */
  const waiting = [{ path: [], address: root }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { path, address } = next;
    if (path.length > maxDepth) throw malformed(`groups in groups, more than ${maxDepth} deep`);
    const messages = await readMessages(metadata, address);
    const dataset = datasetOf(path, messages, access.size);
    if (dataset) {
      datasets.push(dataset);
      continue;
    }
    const links = await linksOf(metadata, messages);
    if (!links) throw unsupported(`'${path.join('/')}' (neither a group nor a dataset)`);
    for (const { name, address } of links) {
      // Refuses circles and second names of a dataset: the groups must be a tree.
      if (seen.has(address)) throw unsupported(`'${name}' (a second link to ${address})`);
      seen.add(address);
      waiting.push({ path: [...path, name], address });
    }
  }
  datasets.sort((a, b) => a.begin - b.begin);
  refuseOverlaps(datasets);
  return datasets;
}

/** @param {Dataset[]} datasets sorted by address. Overlapping datasets are refused: with them a small file could expand to a huge one. */
function refuseOverlaps(datasets) {
  let end = 0;
  for (const dataset of datasets) {
    if (dataset.begin === dataset.end) continue;
    if (dataset.begin < end) {
      throw malformed(`'${dataset.path.join('/')}' at ${dataset.begin} begins before ${end}`);
    }
    end = dataset.end;
  }
}
