import type { Correction, PlacedCorrection } from '../../../src/shared/contracts/corrections';

/** A correction of which a test says what matters to it. */
export function correction(changes: Partial<Correction> = {}): Correction {
  return {
    imageId: '00112233aabbccdd',
    dataset: 'fashion-mnist',
    split: 'train',
    index: 7,
    givenLabel: 6,
    givenName: 'Shirt',
    decision: 'relabel',
    newLabel: 0,
    newName: 'T-shirt/top',
    scoreName: 'margin',
    score: -4.2,
    model: 'run-1',
    reviewer: 'Ada',
    reviewedAt: '2026-11-22T10:00:00.000Z',
    note: '',
    ...changes,
  };
}

/** Corrections on lines of their own, from line 2. */
export function placed(...corrections: Partial<Correction>[]): PlacedCorrection[] {
  return corrections.map((changes, index) => ({ ...correction(changes), row: index + 2 }));
}

/** A time so many seconds after ten o'clock. */
export const at = (seconds: number) => new Date(Date.UTC(2026, 10, 22, 10) + seconds * 1000).toISOString();
