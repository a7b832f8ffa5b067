import type { PicturePreview, PicturePreviews, PreviewRequest } from '../../shared/contracts/explorer';
import { type ColourPicture, decodePicture } from '../data/decodePicture';
import { turnPictureUpright } from '../data/exifOrientation';
import { fileError } from '../data/fileErrors';
import { FileQueue } from '../data/fileQueue';
import { toImage } from '../data/greyPicture';
import type { PictureFile } from '../data/pictures';
import { listPictures } from '../data/readData';
import type { OpenData } from './openData';

/** The longer side of what is shown of a picture, pixels, at most. */
const SHOWN_SIDE = 160;
/** Pictures at a time, at most: each is decoded whole. */
const MAX_COUNT = 100;

/**
 * Shows how pictures become images. One that cannot be read is told with what is wrong with it.
 * @throws UserError where the data is gone; the signal's reason
 */
export async function previewPictures(
  { location }: Pick<OpenData, 'location'>,
  { from, count, invert, fit }: Omit<PreviewRequest, 'dataset'>,
  signal: AbortSignal,
): Promise<PicturePreviews> {
  const files = await listPictures(location, signal);
  const start = Math.max(0, Math.floor(from));
  const wanted = files.slice(start, start + Math.min(count, MAX_COUNT));
  const queue = new FileQueue(wanted.map(({ file }) => file));
  const pictures: PicturePreview[] = [];
  for (const file of wanted) {
    const bytes = await queue.next();
    signal.throwIfAborted();
    pictures.push(await previewPicture(file, bytes, { invert, fit }));
  }
  return { total: files.length, pictures };
}

async function previewPicture(
  { file, name }: PictureFile,
  bytes: Buffer | Error,
  { invert, fit }: Pick<PreviewRequest, 'invert' | 'fit'>,
): Promise<PicturePreview> {
  try {
    if (bytes instanceof Error) throw fileError(bytes, file);
    const picture = await decodePicture(bytes);
    const { image, inverted } = toImage(picture, invert, fit);
    const turned = picture.orientation >= 5;
    return {
      file: name,
      width: turned ? picture.height : picture.width,
      height: turned ? picture.width : picture.height,
      original: shrink(picture),
      image,
      inverted,
      problem: null,
    };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { file: name, width: 0, height: 0, original: null, image: null, inverted: false, problem };
  }
}

/** A picture upright and small enough to be sent: each new pixel the mean of those that it covers, by their opacity. */
function shrink({ width, height, rgba, orientation }: ColourPicture): NonNullable<PicturePreview['original']> {
  const scale = Math.min(1, SHOWN_SIDE / Math.max(width, height));
  const newWidth = Math.max(1, Math.round(width * scale));
  const newHeight = Math.max(1, Math.round(height * scale));
  const pixels = new Uint8Array(newWidth * newHeight * 4);
  for (let y = 0; y < newHeight; y++) {
    const [top, bottom] = covered(y, newHeight, height);
    for (let x = 0; x < newWidth; x++) {
      const [left, right] = covered(x, newWidth, width);
      const sums = [0, 0, 0, 0];
      for (let fromY = top; fromY < bottom; fromY++) {
        for (let from = (fromY * width + left) * 4; from < (fromY * width + right) * 4; from += 4) {
          const opacity = rgba[from + 3];
          sums[0] += rgba[from] * opacity;
          sums[1] += rgba[from + 1] * opacity;
          sums[2] += rgba[from + 2] * opacity;
          sums[3] += opacity;
        }
      }
      const at = (y * newWidth + x) * 4;
      for (let channel = 0; channel < 3; channel++)
        pixels[at + channel] = sums[3] ? Math.round(sums[channel] / sums[3]) : 0;
      pixels[at + 3] = Math.round(sums[3] / ((bottom - top) * (right - left)));
    }
  }
  const upright = turnPictureUpright({ width: newWidth, height: newHeight, pixels }, 4, orientation);
  return { width: upright.width, height: upright.height, rgba: upright.pixels };
}

/** The old pixels, from and up to but not, that lie under a new one along one axis: at least one. */
function covered(at: number, newSize: number, size: number): [from: number, to: number] {
  const from = Math.min(size - 1, Math.floor((at * size) / newSize));
  return [from, Math.max(from + 1, Math.min(size, Math.floor(((at + 1) * size) / newSize)))];
}
