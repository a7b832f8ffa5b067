import path from 'node:path';

/** A path by which a place on the disk is told from others: those that differ in case alone are one, but on Linux. */
export function placeKey(place: string): string {
  const whole = path.resolve(place);
  return process.platform === 'linux' ? whole : whole.toLowerCase();
}

export function isSamePlace(a: string, b: string): boolean {
  return placeKey(a) === placeKey(b);
}

/** Whether a path is a folder or lies below it, by its name alone. */
export function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}
