// The names of options for the source of a model's files.

/** @type {Record<keyof import('./source.js').SourceOptions, 1>} */
export const sourceNames = {
  revision: 1,
  local_files_only: 1,
  network: 1,
  force_download: 1,
  integrity: 1,
  token: 1,
  headers: 1,
  cache_dir: 1,
};
