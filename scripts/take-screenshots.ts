// Takes the pictures of the README from what the UI tests made: `npm run test:ui`, then `npm run screenshots`.
import fs from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';

/** The picture of the README, by the test's screenshot. */
const PICTURES = {
  explorer: 'explorer-dark',
  training: 'training-live',
  comparison: 'comparison-dark',
  evaluation: 'loop-evaluation',
  review: 'loop-review',
};

const root = path.join(__dirname, '..');
const folder = path.join(root, 'media/screenshots');
fs.mkdirSync(folder, { recursive: true });
for (const [name, made] of Object.entries(PICTURES)) {
  const source = path.join(root, 'out/screenshots', `${made}.png`);
  if (!fs.existsSync(source)) {
    console.error(`${name}.png: the tests have not made ${source}; it stays as it is`);
    process.exitCode = 1;
    continue;
  }
  // Without an alpha channel and packed as tightly as can be: these files are kept in the repository.
  const packed = PNG.sync.write(PNG.sync.read(fs.readFileSync(source)), {
    colorType: 2,
    deflateLevel: 9,
    filterType: -1,
  });
  const target = path.join(folder, `${name}.png`);
  fs.writeFileSync(target, packed);
  console.log(`${path.relative(root, target)}: ${(packed.length / 1000).toFixed(0)} kB`);
}
