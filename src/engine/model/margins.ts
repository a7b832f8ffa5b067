import { appendFile, rm, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../shared/userError';

/**
 * For each epoch the margin of every image given to train (the logit of its class minus the largest other one;
 * arXiv 2001.10528), [epochs, images] little-endian floats, in the order of `TrainingData.places`.
 * Training images as they were seen, changed at random; validation images, and those few that did not fill a batch, as
 * they are, at the end of the epoch. NaN: an epoch that was stopped had not come to the image,
 * or the image was left out because a reviewer was unsure about it.
 */
const FILE = 'margins.f32';

/** @param margins [images], of the epoch that was done last */
export async function appendMargins(folder: string, margins: Float32Array): Promise<void> {
  await appendFile(path.join(folder, FILE), new Uint8Array(margins.buffer, margins.byteOffset, margins.byteLength));
}

/** Cuts off what was written after the last checkpoint. @throws UserError when there is less than that. */
export async function cutMargins(folder: string, epochs: number, images: number): Promise<void> {
  const file = path.join(folder, FILE);
  if (epochs === 0) return rm(file, { force: true });
  const wanted = epochs * images * Float32Array.BYTES_PER_ELEMENT;
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size < wanted)
    throw new UserError(l10n.t('is cut off or missing'), l10n.t('delete the run and train anew'), { file });
  return truncate(file, wanted);
}
