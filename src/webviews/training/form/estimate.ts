// How long a training would take, from what was measured on this machine.
import type { CalibrateRequest, Calibration } from '../../../shared/contracts/training';

/** What was measured, and for how many epochs it was told. */
export interface Measured {
  calibration: Calibration;
  epochs: number;
}

/** What decides the speed: two requests of the same key need not be measured twice. Epochs only stretch the time. */
export function speedKey({ dataPath, recipe, engine, validationShare }: CalibrateRequest, basis: string): string {
  return JSON.stringify([dataPath, basis, recipe, engine, validationShare]);
}

/** Seconds of a run of so many epochs. */
export function secondsFor({ calibration, epochs }: Measured, wanted: number): number {
  return (calibration.seconds * wanted) / epochs;
}

/**
 * Seconds of an ablation: each part, and the whole network, with each seed. Validation after each training is not
 * counted: it is a few percent.
 */
export function ablationSeconds(
  imagesPerSecond: number,
  { parts, seeds, images, epochs }: { parts: number; seeds: number; images: number; epochs: number },
): number {
  return ((parts + 1) * seeds * images * epochs) / imagesPerSecond;
}
