// The real Fashion-MNIST, and what is made of it to be read in other forms.
import fs from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';
import { imageAt, type Dataset } from '../src/engine/data/dataset';
import { readData } from '../src/engine/data/readData';
import { REAL_SET } from '../test/fixtures/realSet';

export { REAL_SET };

export async function readSplit(split: 'train' | 'test'): Promise<Dataset & { labels: Uint8Array }> {
  const { splits } = await readData({ path: REAL_SET }, { choose: () => [split] });
  return splits[0] as Dataset & { labels: Uint8Array };
}

/** One CSV of all images, with a header. */
export async function writeCsv(file: string, split: 'train' | 'test'): Promise<void> {
  const data = await readSplit(split);
  const lines = [['label', ...Array.from({ length: 784 }, (_, index) => `pixel${index + 1}`)].join(',')];
  for (let index = 0; index < data.count; index++)
    lines.push(`${data.labels[index]},${imageAt(data, index).join(',')}`);
  fs.writeFileSync(file, lines.join('\n') + '\n');
}

/** The test images as PNG files in folders named by class number. */
export async function writePictures(folder: string): Promise<void> {
  const test = await readSplit('test');
  for (let index = 0; index < test.count; index++) {
    const png = new PNG({ width: 28, height: 28, colorType: 0, inputColorType: 0 });
    png.data = Buffer.from(imageAt(test, index));
    const of = path.join(folder, String(test.labels[index]));
    fs.mkdirSync(of, { recursive: true });
    fs.writeFileSync(path.join(of, `${index}.png`), PNG.sync.write(png, { colorType: 0, inputColorType: 0 }));
  }
}
