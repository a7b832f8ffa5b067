import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { evaluate } from '../../src/engine/jobs/evaluate';
import { train } from '../../src/engine/jobs/train';
import { Random } from '../../src/engine/random';
import type { JobContext } from '../../src/shared/contracts/jobs';

const SAMPLE = { path: path.join(__dirname, '../../media/sample') };
/** With all that a step draws by chance or keeps beside the weights. */
const DROPOUT = path.join(__dirname, 'dropout.recipe.json');
const startedAt = '2026-01-02T03:04:05.000Z';

/**
 * Twenty-six classes that are no clothes: each a glyph of 6 x 6 cells drawn by chance, shown at another place and
 * brightness in each picture, under noise. In the mirror a glyph is none of them.
 */
function writeGlyphs(file: string, perClass: number): void {
  const random = new Random('glyphs', path.basename(file));
  const glyphs = Array.from({ length: 26 }, (_, label) => {
    const chance = new Random('glyph', label);
    return Array.from({ length: 36 }, () => chance.uniform() < 0.5);
  });
  const lines = Array.from({ length: 26 * perClass }, (_, i) => {
    const label = i % 26;
    const [down, right, brightness] = [random.below(9), random.below(9), 100 + random.below(100)];
    const pixels = Array.from({ length: 784 }, (_, k) => {
      const [y, x] = [Math.floor(k / 28) - down, (k % 28) - right];
      const inside = y >= 0 && y < 18 && x >= 0 && x < 18;
      const lit = inside && glyphs[label][6 * Math.floor(y / 3) + Math.floor(x / 3)];
      return random.below(56) + (lit ? brightness : 0);
    });
    return [label, ...pixels].join(',');
  });
  writeFileSync(file, lines.join('\n') + '\n');
}

describe('training on the native engine', function () {
  this.timeout(180_000);
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'native-'))));
  after(() => rmSync(folder, { recursive: true }));

  const context: JobContext = {
    progress: () => undefined,
    note: () => undefined,
    signal: new AbortController().signal,
  };
  const run = (name: string, epochs: number) =>
    train(
      {
        data: SAMPLE,
        recipe: 'standard',
        epochs,
        seed: 3,
        engine: 'native',
        runFolder: path.join(folder, name),
        startedAt,
      },
      context,
    );
  const bits = (name: string) =>
    ['model/weights.bin', 'margins.f32'].map((file) => readFileSync(path.join(folder, name, file)).toString('base64'));

  it('gives the same bits for the same seed', async () => {
    const { record } = await run('a', 2);
    assert.equal(record.engine.name, 'native');
    await run('b', 2);
    assert.deepEqual(bits('b'), bits('a'));
  });

  it('interrupted and resumed, it ends with the bits of a run that was not', async () => {
    const request = { data: SAMPLE, recipe: DROPOUT, seed: 3, engine: 'native', startedAt } as const;
    const whole = path.join(folder, 'whole');
    await train({ ...request, runFolder: whole }, context);
    const ending = new AbortController();
    let steps = 0;
    const interrupted = train(
      { ...request, runFolder: path.join(folder, 'broken') },
      {
        ...context,
        signal: ending.signal,
        // In the second of three epochs.
        progress: ({ message }) => {
          if (message.startsWith('epoch 2') && ++steps === 5) ending.abort(new Error('the window was closed'));
        },
      },
    );
    await assert.rejects(interrupted, /the window was closed/);
    await train({ ...request, runFolder: path.join(folder, 'broken'), resume: true }, context);
    assert.deepEqual(bits('broken'), bits('whole'));
  });

  it('learns the sample, and its model predicts the same on both engines', async () => {
    const { runFolder } = await run('c', 6);
    const on = async (engine: 'native' | 'wasm') => {
      const outputFile = path.join(folder, engine, 'output.txt');
      const { accuracy } = await evaluate({ data: SAMPLE, runFolder, outputFile, engine, startedAt }, context);
      const lines = readFileSync(path.join(folder, engine, 'predictions.csv'), 'utf8')
        .trimEnd()
        .split('\n')
        .slice(1);
      return { accuracy, probabilities: lines.map((line) => line.split(',').slice(-10).map(Number)) };
    };
    const native = await on('native');
    const wasm = await on('wasm');
    // Six epochs of 1,800 images give about 84%; chance is 10%.
    assert.ok(native.accuracy! > 0.78, String(native.accuracy));
    assert.equal(native.probabilities.length, 1000);
    native.probabilities.forEach((row, i) =>
      row.forEach((value, k) => assert.ok(Math.abs(value - wasm.probabilities[i][k]) < 1e-4)),
    );
  });

  it('learns a small set of another kind: 26 classes of 60 pictures, in 12 epochs', async () => {
    const data = { path: path.join(folder, 'glyphs') };
    mkdirSync(data.path);
    writeGlyphs(path.join(data.path, 'train.csv'), 60);
    writeGlyphs(path.join(data.path, 'test.csv'), 20);
    writeFileSync(path.join(data.path, 'classes.txt'), Array.from({ length: 26 }, (_, k) => `glyph ${k}\n`).join(''));
    const runFolder = path.join(folder, 'glyphs-run');
    const request = { data, engine: 'native', startedAt, runFolder } as const;
    await train({ ...request, recipe: 'standard', epochs: 12, seed: 1 }, context);
    const { accuracy } = await evaluate({ ...request, outputFile: path.join(folder, 'glyphs.txt') }, context);
    assert.ok(accuracy! > 0.9, String(accuracy));
  });
});
