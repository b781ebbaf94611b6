/**
 * The files of pages of an origin: their paths and sizes; null where a browser has none. Runs in a page, so it names
 * nothing outside of itself.
 * @returns {Promise<{path: string[], size: number}[] | null>}
 */
export async function filesOfOrigin() {
  if (!navigator.storage?.getDirectory) return null;
  const found = [];
  const read = async (folder, path) => {
    for await (const [name, handle] of folder.entries()) {
      if (handle.kind === 'directory') await read(handle, [...path, name]);
      else found.push({ path: [...path, name], size: (await handle.getFile()).size });
    }
  };
  await read(await navigator.storage.getDirectory(), []);
  return found;
}
