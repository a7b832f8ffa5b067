import { open } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../shared/userError';
import { withFileErrors } from '../data/fileErrors';

/**
 * The margins that a training run recorded, as `model/margins.ts` describes them: for each epoch [images].
 * @param images given to train
 * @throws UserError when there are none, or not whole epochs of that many images
 */
export async function readMargins(runFolder: string, images: number): Promise<Float32Array[]> {
  const file = path.join(runFolder, 'margins.f32');
  const wrong = (problem: string) =>
    new UserError(problem, l10n.t('train again, or choose another run or another score'), { file });
  const bytes = await withFileErrors(file, async () => {
    const handle = await open(file).catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
        throw wrong(l10n.t('is missing: the run recorded no margins'));
      throw error;
    });
    try {
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  });
  const epochBytes = images * Float32Array.BYTES_PER_ELEMENT;
  if (bytes.length === 0 || bytes.length % epochBytes !== 0) {
    throw wrong(l10n.t('holds {0} bytes, which are not whole epochs of {1} images', bytes.length, images));
  }
  // A copy begins where 32-bit numbers may begin.
  const whole = new Float32Array(new Uint8Array(bytes).buffer);
  return Array.from({ length: bytes.length / epochBytes }, (_, epoch) =>
    whole.subarray(epoch * images, (epoch + 1) * images),
  );
}
