// Takes the sample in media/sample out of the real Fashion-MNIST: the first images of each class in the official order,
// 2,000 to train and 1,000 to test, as IDX files. `npm run sample:make [folder of the real set]`
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { DEFAULT_CLASSES } from '../src/engine/data/classNames';
import { imageAt } from '../src/engine/data/dataset';
import { readIdxImages, readIdxLabels } from '../src/engine/data/idx';
import { IMAGE_BYTES, IMAGE_SIDE } from '../src/shared/classes';

const project = path.join(__dirname, '..');
const [, , asked = process.env['FASHION_MNIST_DATA']] = process.argv;
const real = path.resolve(asked ?? path.join(project, '../shared/fashion-mnist'));
const sample = path.join(project, 'media/sample');

const README = `# A sample of Fashion-MNIST

3,000 images of the real data set, 28x28, grey: of each of the ten classes the first 200 training images and the first 100
test images, in the official order. IDX files, gzipped, under the official names. Taken by \`npm run sample:make\`.

Source: Zalando Research, https://github.com/zalandoresearch/fashion-mnist. Licence: MIT, see LICENSE.
`;

const LICENSE = `The MIT License (MIT) Copyright © 2017 Zalando SE, https://tech.zalando.com

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the “Software”), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED “AS IS”, WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`;

async function takeSplit(prefix: string, perClass: number): Promise<void> {
  const { pixels, count } = await readIdxImages(path.join(real, `${prefix}-images-idx3-ubyte.gz`));
  const labels = await readIdxLabels(path.join(real, `${prefix}-labels-idx1-ubyte.gz`), DEFAULT_CLASSES);
  const taken = new Array<number>(DEFAULT_CLASSES.names.length).fill(0);
  const indices: number[] = [];
  for (let index = 0; index < count; index++) if (taken[labels[index]]++ < perClass) indices.push(index);
  const images = Buffer.alloc(16 + indices.length * IMAGE_BYTES);
  [0x00000803, indices.length, IMAGE_SIDE, IMAGE_SIDE].forEach((value, place) =>
    images.writeUInt32BE(value, place * 4),
  );
  const labelBytes = Buffer.alloc(8 + indices.length);
  [0x00000801, indices.length].forEach((value, place) => labelBytes.writeUInt32BE(value, place * 4));
  indices.forEach((index, place) => {
    images.set(imageAt({ pixels }, index), 16 + place * IMAGE_BYTES);
    labelBytes[8 + place] = labels[index]!;
  });
  write(`${prefix}-images-idx3-ubyte.gz`, gzip(images));
  write(`${prefix}-labels-idx1-ubyte.gz`, gzip(labelBytes));
}

/** The same bytes on every machine: zlib writes no time, and the system that it names is set to "unknown". */
function gzip(bytes: Buffer): Buffer {
  const packed = zlib.gzipSync(bytes, { level: 9 });
  packed[9] = 255;
  return packed;
}

function write(name: string, content: Buffer | string): void {
  fs.writeFileSync(path.join(sample, name), content);
  console.log(`${name}: ${content.length} bytes`);
}

async function makeSample(): Promise<void> {
  fs.mkdirSync(sample, { recursive: true });
  await takeSplit('train', 200);
  await takeSplit('t10k', 100);
  write('LICENSE', LICENSE);
  write('README.md', README);
}

void makeSample();
