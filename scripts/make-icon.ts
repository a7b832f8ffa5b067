// Draws media/icon.png: a T-shirt of a few big pixels, as the data set shows the world. `npx tsx scripts/make-icon.ts`
import fs from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';

const SIDE = 128;
const CELL = 8;
const CORNER = 22;
const SHIRT = [
  '................',
  '................',
  '.....#....#.....',
  '...####..####...',
  '..############..',
  '.##############.',
  '.##############.',
  '.###.######.###.',
  '..#..######..#..',
  '.....######.....',
  '.....######.....',
  '.....######.....',
  '.....######.....',
  '.....######.....',
  '................',
  '................',
];

type Color = [number, number, number];
const mix = (a: Color, b: Color, share: number) => a.map((value, i) => Math.round(value + share * (b[i] - value)));

/** Whether a pixel is inside the rounded square, 0 to 1: four by four points are looked at, so that the edge is smooth. */
function coverage(x: number, y: number): number {
  let inside = 0;
  for (let point = 0; point < 16; point++) {
    const reach = (at: number) => Math.max(CORNER - at, at - (SIDE - CORNER), 0);
    const dx = reach(x + ((point % 4) + 0.5) / 4);
    const dy = reach(y + (Math.floor(point / 4) + 0.5) / 4);
    if (dx * dx + dy * dy <= CORNER * CORNER) inside++;
  }
  return inside / 16;
}

function colorAt(x: number, y: number): number[] {
  const [column, row] = [Math.floor(x / CELL), Math.floor(y / CELL)];
  const background = mix([38, 42, 74], [24, 26, 48], y / SIDE);
  if (SHIRT[row][column] !== '#') return background;
  // A fixed pattern of lighter and darker cells: cloth, seen at 28 by 28 pixels.
  const weave = ((column * 7 + row * 13) % 5) / 5;
  return mix([255, 205, 110], [255, 96, 112], 0.12 * weave + 0.88 * (row / SHIRT.length));
}

const icon = new PNG({ width: SIDE, height: SIDE });
for (let y = 0; y < SIDE; y++) {
  for (let x = 0; x < SIDE; x++) {
    icon.data.set([...colorAt(x, y), Math.round(255 * coverage(x, y))], 4 * (y * SIDE + x));
  }
}
fs.writeFileSync(path.join(__dirname, '../media/icon.png'), PNG.sync.write(icon));
