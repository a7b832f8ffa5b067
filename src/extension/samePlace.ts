import path from 'node:path';

/** A path by which a place on the disk is told from others: those that differ in case alone are one, but on Linux. */
export function placeKey(place: string): string {
  const whole = path.resolve(place);
  return process.platform === 'linux' ? whole : whole.toLowerCase();
}

export function isSamePlace(a: string, b: string): boolean {
  return placeKey(a) === placeKey(b);
}
