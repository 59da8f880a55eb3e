// The order in which the files of an artifact are listed.

/** Paths by their folders, as [folder, paths]; both in order, and '' is where no folder is named. */
export function byFolder(paths: readonly string[]): [string, string[]][] {
  const found = new Map<string, string[]>();
  for (const path of [...paths].sort()) {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
    const there = found.get(folder);
    if (there) there.push(path);
    else found.set(folder, [path]);
  }
  return [...found];
}
