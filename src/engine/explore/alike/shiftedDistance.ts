import { IMAGE_SIDE } from '../../../shared/classes';

/** The largest shift on either axis, pixels. */
export const MAX_SHIFT = 2;

/** How one image lies best on another. */
export interface Placement {
  /** How far the second image is moved, pixels. */
  dx: number;
  dy: number;
  /** Root mean square difference of the pixels that both have after that, grey levels. */
  distance: number;
}

/** Pixels that two images share when one is moved: what is moved out of the frame is unknown, and not compared. */
export const sharedPixels = (dx: number, dy: number) => (IMAGE_SIDE - Math.abs(dx)) * (IMAGE_SIDE - Math.abs(dy));

/**
 * The best of all 25 placements of `b` on `a`, or null if none is at or below `limit`. Of equally good ones the
 * smallest shift.
 */
export function bestPlacement(a: Uint8Array, b: Uint8Array, limit: number): Placement | null {
  let best: Placement | null = null;
  let least = limit * limit;
  for (const [dx, dy] of SHIFTS) {
    const shared = sharedPixels(dx, dy);
    const squares = squaresUpTo(least * shared, a, b, dx, dy) / shared;
    if (best ? squares >= least : squares > least) continue;
    least = squares;
    best = { dx, dy, distance: Math.sqrt(squares) };
  }
  return best;
}

/** All shifts, small ones first. */
const SHIFTS = Array.from({ length: (2 * MAX_SHIFT + 1) ** 2 }, (_, at) => {
  const side = 2 * MAX_SHIFT + 1;
  return [(at % side) - MAX_SHIFT, Math.floor(at / side) - MAX_SHIFT] as const;
}).sort(([ax, ay], [bx, by]) => Math.abs(ax) + Math.abs(ay) - Math.abs(bx) - Math.abs(by));

/** The squared distance of the shared pixels, or some number above `limit` if it is above it: looked at row by row. */
export function squaresUpTo(limit: number, a: Uint8Array, b: Uint8Array, dx: number, dy: number): number {
  const left = Math.max(0, dx);
  const right = Math.min(IMAGE_SIDE, IMAGE_SIDE + dx);
  const bottom = Math.min(IMAGE_SIDE, IMAGE_SIDE + dy);
  const offset = -dy * IMAGE_SIDE - dx;
  let total = 0;
  for (let y = Math.max(0, dy); y < bottom && total <= limit; y++) {
    const end = y * IMAGE_SIDE + right;
    for (let at = y * IMAGE_SIDE + left; at < end; at++) {
      const difference = a[at] - b[at + offset];
      total = (total + Math.imul(difference, difference)) | 0;
    }
  }
  return total;
}
