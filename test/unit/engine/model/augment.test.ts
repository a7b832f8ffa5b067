import assert from 'node:assert/strict';
import { assemblePictures, mirrorPictures } from '../../../../src/engine/model/augment';
import { Random } from '../../../../src/engine/random';

/** Two images; each pixel of the second tells its place. */
const pixels = new Uint8Array(2 * 784).map((_, i) => (i < 784 ? 255 : i % 251));

describe('pictures for the network', () => {
  it('are pixel / 255', () => {
    const pictures = assemblePictures(pixels, [1, 0]);
    assert.equal(pictures.length, 2 * 784);
    assert.equal(pictures[10], Math.fround(pixels[784 + 10] / 255));
    assert.equal(pictures[784], 1);
  });

  it('are mirrored line by line', () => {
    const [first, ...rest] = mirrorPictures(assemblePictures(pixels, [1]));
    assert.equal(first, Math.fround(pixels[784 + 27] / 255));
    assert.equal(rest[27], Math.fround(pixels[784 + 28 + 27] / 255));
  });

  it('move by up to the shift, zeros moving in', () => {
    const moves = new Set<string>();
    for (let seed = 0; seed < 200; seed++) {
      const moved = assemblePictures(pixels, [0], { random: new Random(seed), shift: 2, flip: false, cutout: 0 });
      const lit = [...moved.keys()].filter((i) => moved[i] === 1);
      assert.equal(lit.length, moved.filter((value) => value !== 0).length);
      const rows = lit.map((i) => Math.floor(i / 28));
      const columns = lit.map((i) => i % 28);
      const box = [Math.min(...rows), Math.max(...rows), Math.min(...columns), Math.max(...columns)];
      assert.equal(lit.length, (box[1] - box[0] + 1) * (box[3] - box[2] + 1));
      moves.add(box.join());
    }
    assert.equal(moves.size, 25);
  });

  it('are mirrored half of the time, when asked to', () => {
    const plain = assemblePictures(pixels, [1]);
    const mirrored = mirrorPictures(plain);
    let count = 0;
    for (let seed = 0; seed < 200; seed++) {
      const picture = assemblePictures(pixels, [1], { random: new Random(seed), shift: 0, flip: true, cutout: 0 });
      if (picture.every((value, i) => value === mirrored[i])) count++;
      else assert.deepEqual(picture, plain);
    }
    assert.ok(count > 70 && count < 130, String(count));
  });

  it('have a square blanked, a part of which may lie outside', () => {
    const sizes = new Set<number>();
    for (let seed = 0; seed < 300; seed++) {
      const picture = assemblePictures(pixels, [0], { random: new Random(seed), shift: 0, flip: false, cutout: 8 });
      const blank = [...picture.keys()].filter((i) => picture[i] === 0);
      const rows = new Set(blank.map((i) => Math.floor(i / 28)));
      const columns = new Set(blank.map((i) => i % 28));
      assert.equal(blank.length, rows.size * columns.size);
      assert.ok(rows.size >= 4 && rows.size <= 8 && columns.size >= 4 && columns.size <= 8);
      sizes.add(blank.length);
    }
    assert.ok(sizes.has(64) && Math.min(...sizes) < 36);
  });
});
