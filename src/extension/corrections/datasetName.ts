import path from 'node:path';
import { isInside } from '../samePlace';

/** What data is called in the corrections file: its path relative to the workspace folder with `/`, absolute where it is outside. */
export function datasetNameOf(dataPath: string, folder: string): string {
  const relative = path.relative(folder, dataPath);
  return (isInside(dataPath, folder) ? relative || '.' : dataPath).split(path.sep).join('/');
}

/**
 * Where data of this name lies, absolute; the name comes from a file that anybody may have written.
 * @param folder the workspace folder that the corrections file is in
 * @param isKnown whether data outside of the folder is some that was worked with here
 * @returns null for a place that was never worked with here
 */
export function resolveDatasetName(
  name: string,
  folder: string,
  isKnown: (dataPath: string) => boolean,
): string | null {
  if (name === '' || name.includes('\0')) return null;
  const dataPath = path.resolve(folder, name);
  return isInside(dataPath, folder) || isKnown(dataPath) ? dataPath : null;
}
