import { createHash } from 'node:crypto';
import { breather } from '../breathe';
import { IdTable, ID_BYTES } from './idTable';
import type { ImageSet } from './imageSet';
import { KeptWork } from './keptWork';

/** The ids of all images: made once, in the background or when they are first asked for. */
export class ImageIds {
  private readonly work: KeptWork<IdTable>;

  constructor(set: ImageSet) {
    this.work = new KeptWork((signal) => hashImages(set, signal));
  }

  /** Begins before anybody asks, so that the first search need not wait. */
  prepare(): void {
    this.work.get(new AbortController().signal).catch(() => undefined);
  }

  cancel(): void {
    this.work.cancel();
  }

  /** Waits for the ids. @throws the signal's reason; a `CancelledError` when the data set is closed meanwhile */
  table(signal: AbortSignal): Promise<IdTable> {
    return this.work.get(signal);
  }

  /** A test for images whose id begins with some hex digits (4 to 16, in small letters). */
  async beginningWith(digits: string, signal: AbortSignal): Promise<(image: number) => boolean> {
    const { bytes } = await this.work.get(signal);
    const whole = Buffer.from(digits, 'hex'); // an odd last digit is left out
    const half = digits.length % 2 === 1 ? parseInt(digits.slice(-1), 16) : null;
    return (image) => {
      const start = image * ID_BYTES;
      for (let at = 0; at < whole.length; at++) if (bytes[start + at] !== whole[at]) return false;
      return half === null || bytes[start + whole.length] >>> 4 === half;
    };
  }
}

/** The first bytes of the SHA-256 of each image, as in `imageId`. */
async function hashImages(set: ImageSet, signal: AbortSignal): Promise<IdTable> {
  const breathe = breather(signal);
  const table = new IdTable(set.count);
  // From the last one, so that copies are met in the order of their numbers.
  for (let image = set.count - 1; image >= 0; image--) {
    table.add(image, createHash('sha256').update(set.pixelsOf(image)).digest());
    await breathe();
  }
  return table;
}
