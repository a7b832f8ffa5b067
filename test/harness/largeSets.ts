// Large data sets for the tests, made of the carried sample: each image differs, by its number in its corner.
import fs from 'node:fs';
import path from 'node:path';
import { IMAGE_BYTES } from '../../src/shared/classes';
import { readData } from '../../src/engine/data/readData';
import { root } from './host';

/** Grey levels [28, 28] and the label of image `index` of a large set. */
export type ImageMaker = (index: number) => { image: Buffer; label: number };

/**
 * Images of the sample, over and over.
 * @param numbered whether the first three pixels hold the image's number, so that no two are the same
 */
export async function imageMaker({ numbered = true } = {}): Promise<ImageMaker> {
  const { splits } = await readData({ path: path.join(root, 'media/sample') });
  const [{ pixels, labels, count }] = splits;
  return (index) => {
    const of = index % count;
    const image = Buffer.from(pixels.subarray(of * IMAGE_BYTES, (of + 1) * IMAGE_BYTES));
    if (numbered) image.writeUIntBE(index, 0, 3);
    return { image, label: labels![of] };
  };
}

/** Writes `<name>-images-idx3-ubyte` and its labels. @param first the number of the first image */
export function writeIdx(folder: string, name: string, make: ImageMaker, first: number, count: number): void {
  fs.mkdirSync(folder, { recursive: true });
  const header = (...numbers: number[]) => {
    const bytes = Buffer.alloc(4 * numbers.length);
    numbers.forEach((number, at) => bytes.writeUInt32BE(number, 4 * at));
    return bytes;
  };
  const images = Buffer.alloc(count * IMAGE_BYTES);
  const labels = Buffer.alloc(count);
  for (let index = 0; index < count; index++) {
    const { image, label } = make(first + index);
    image.copy(images, index * IMAGE_BYTES);
    labels[index] = label;
  }
  fs.writeFileSync(
    path.join(folder, `${name}-images-idx3-ubyte`),
    Buffer.concat([header(0x803, count, 28, 28), images]),
  );
  fs.writeFileSync(path.join(folder, `${name}-labels-idx1-ubyte`), Buffer.concat([header(0x801, count), labels]));
}

/** Writes a CSV with a header, about 2 kB a row. */
export function writeCsv(file: string, make: ImageMaker, count: number): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const out = fs.openSync(file, 'w');
  const names = Array.from({ length: IMAGE_BYTES }, (_, index) => `pixel${index + 1}`);
  let piece = [`label,${names.join(',')}`];
  // The text of all but the first three pixels is the same for all images made of one.
  const rests = new Map<string, string>();
  for (let index = 0; index < count; index++) {
    const { image, label } = make(index);
    const key = image.toString('latin1', 3);
    let rest = rests.get(key);
    if (rest === undefined) rests.set(key, (rest = image.subarray(3).join(',')));
    piece.push(`${label},${image[0]},${image[1]},${image[2]},${rest}`);
    if (piece.length === 2000 || index === count - 1) {
      fs.writeSync(out, `${piece.join('\n')}\n`);
      piece = [];
    }
  }
  fs.closeSync(out);
}
