import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadCheckpoint, saveCheckpoint } from '../../../../src/engine/model/checkpoint';
import type { TrainerState } from '../../../../src/engine/model/trainer';

function stateOf(value: number, size = 5): TrainerState {
  const array = (length: number) => Float32Array.from({ length }, (_, i) => value * (i + 1));
  return {
    weights: { parameters: array(size), statistics: array(2) },
    optimizer: [array(size), array(size)],
    step: value,
    flip: value > 5,
  };
}

describe('checkpoint', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'checkpoint-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const metrics = { epoch: 1, trainLoss: 1, trainAccuracy: 0.5, validationLoss: 2, validationAccuracy: 0.1 };
  const history = [{ ...metrics, learningRate: 0.1, seconds: 3, imagesPerSecond: 4 }];
  const best = { epoch: 1, weights: stateOf(9).weights };

  for (const words of ['', '0', '00', '000']) {
    it(`comes back as it was saved, whatever the length of its text (${words.length})`, async () => {
      // A number of so many digits more.
      const odd = [{ ...history[0], seconds: Number(`1${words}`) }];
      await saveCheckpoint(folder, { history: odd, state: stateOf(7), best, seconds: 12.5 });
      const into = stateOf(1);
      assert.deepEqual(await loadCheckpoint(folder, into), { history: odd, state: stateOf(7), best, seconds: 12.5 });
      assert.deepEqual(into, stateOf(7));
    });
  }

  it('is null where there is none', async () => {
    assert.equal(await loadCheckpoint(folder, stateOf(1)), null);
  });

  const damaged = { name: 'UserError', message: /checkpoint\.bin: is damaged or of another network; delete the run/ };

  it('that is cut off, garbled or of another network is refused', async () => {
    const file = path.join(folder, 'checkpoint.bin');
    await saveCheckpoint(folder, { history, state: stateOf(7), best, seconds: 12.5 });
    const whole = readFileSync(file);
    await assert.rejects(loadCheckpoint(folder, stateOf(1, 6)), damaged);
    truncateSync(file, whole.length - 4);
    await assert.rejects(loadCheckpoint(folder, stateOf(1)), damaged);
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('nonsense'),
      Buffer.from([255, 255, 255, 255, 1]),
      Buffer.from('\u0002\0\0\0{}'),
    ]) {
      writeFileSync(file, bytes);
      await assert.rejects(loadCheckpoint(folder, stateOf(1)), damaged);
    }
  });
});
