import fs from 'node:fs';
import path from 'node:path';

/**
 * A recipe that takes a second or two to train, and `train.csv` (of 120 images) with `test.csv` (of 20) in a folder `data`:
 * two classes, bright above and bright below.
 * @returns the paths to give to the command line
 */
export function writeSmallData(folder: string, epochs = 2): { data: string; recipe: string } {
  const data = path.join(folder, 'data');
  fs.mkdirSync(data);
  fs.writeFileSync(path.join(data, 'train.csv'), csv(120));
  fs.writeFileSync(path.join(data, 'test.csv'), csv(20));
  fs.writeFileSync(path.join(data, 'classes.txt'), 'hat\nshoe\n');
  const recipe = path.join(folder, 'small.json');
  const network = [
    { type: 'conv2d', filters: 4 },
    { type: 'maxPooling2d', poolSize: 4 },
    { type: 'batchNormalization' },
    { type: 'relu' },
    { type: 'flatten' },
    { type: 'dense', units: 'classes' },
  ];
  const training = { epochs, batchSize: 16, optimizer: 'adam', learningRate: 0.01 };
  fs.writeFileSync(recipe, JSON.stringify({ name: 'small', network, training }));
  return { data, recipe };
}

function csv(count: number): string {
  const header = ['label', ...Array.from({ length: 784 }, (_, pixel) => `pixel${pixel + 1}`)].join(',');
  const rows = Array.from({ length: count }, (_, index) => {
    const label = index % 2;
    const grey = (pixel: number) => (pixel < 392 === (label === 0) ? 200 : 20) + ((index * 7 + pixel * 3) % 30);
    return [label, ...Array.from({ length: 784 }, (_, pixel) => grey(pixel))].join(',');
  });
  return [header, ...rows, ''].join('\n');
}
