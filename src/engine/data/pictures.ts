import * as l10n from '@vscode/l10n';
import { IMAGE_BYTES } from '../../shared/classes';
import { UserError } from '../../shared/userError';
import { DamagedPictureError, decodePicture, MAX_PIXELS } from './decodePicture';
import { fileError } from './fileErrors';
import { FileQueue } from './fileQueue';
import { greyToImage, type Invert, toImage } from './greyPicture';
import { decodeGreyPng } from './greyPng';
import { allocateImages } from './imageStore';
import type { ReadOptions } from './readOptions';

/** A picture that could not be read and was skipped, and why. */
export interface DamagedPicture {
  path: string;
  why: string;
}

export interface PictureFile {
  /** Absolute. */
  file: string;
  /** What it is called in messages and as an image's source. */
  name: string;
  label: number;
}

/** The pictures that could be read, in the order given. */
export interface Pictures {
  count: number;
  /** [count, 28, 28] row-major, 0-255, 0 = background. */
  pixels: Uint8Array;
  labels: Uint8Array;
  names: string[];
  /** How many of them were inverted. */
  inverted: number;
  damaged: DamagedPicture[];
}

/**
 * Reads picture files into images. Damaged ones are skipped and reported.
 * @throws UserError if none can be read, or if a file is missing or may not be read.
 */
export async function readPictures(
  files: readonly PictureFile[],
  folder: string,
  { signal, progress, invert, fit }: ReadOptions & { invert: Invert },
): Promise<Pictures> {
  const pixels = allocateImages(files.length, folder);
  const labels = new Uint8Array(files.length);
  const read: Pictures = { count: 0, pixels, labels, names: [], inverted: 0, damaged: [] };
  const queue = new FileQueue(files.map(({ file }) => file));
  for (const [index, { name, label, file }] of files.entries()) {
    const bytes = await queue.next();
    signal?.throwIfAborted();
    try {
      if (bytes instanceof Error) throw fileError(bytes, file);
      const grey = decodeGreyPng(bytes, MAX_PIXELS);
      const { image, inverted } = grey
        ? greyToImage(grey, invert, fit)
        : toImage(await decodePicture(bytes), invert, fit);
      pixels.set(image, read.count * IMAGE_BYTES);
      labels[read.count++] = label;
      read.names.push(name);
      if (inverted) read.inverted++;
    } catch (error) {
      if (!(error instanceof DamagedPictureError)) throw error;
      read.damaged.push({ path: name, why: error.message });
    }
    progress?.((index + 1) / files.length);
  }
  if (read.count === 0) throw allDamaged(files, folder, read.damaged);
  read.pixels = pixels.subarray(0, read.count * IMAGE_BYTES);
  read.labels = labels.subarray(0, read.count);
  return read;
}

function allDamaged(files: readonly PictureFile[], folder: string, damaged: readonly DamagedPicture[]): UserError {
  const [first] = damaged;
  const remedy = l10n.t('give PNG, JPEG, WebP, BMP or GIF pictures');
  if (files.length === 1) {
    return new UserError(l10n.t('the picture cannot be read: {0}', first.why), remedy, { file: files[0].file });
  }
  const problem = l10n.t(
    'none of its {0} pictures can be read, the first ({1}): {2}',
    files.length,
    first.path,
    first.why,
  );
  return new UserError(problem, remedy, { file: folder });
}
