import assert from 'node:assert/strict';
import { createCompute, cutBatch, shardCount, type Compute } from '../../../../src/engine/model/compute';
import { buildNetwork, initialParameters, initialStatistics } from '../../../../src/engine/model/network';
import { Random } from '../../../../src/engine/random';
import type { LayerSpec } from '../../../../src/engine/model/recipe';
import { loadRuntime } from '../../../../src/engine/runtime';

const LAYERS: LayerSpec[] = [
  { type: 'conv2d', filters: 3, kernelSize: 3, strides: 2, padding: 'same', useBias: false },
  { type: 'batchNormalization' },
  { type: 'relu' },
  { type: 'flatten' },
  { type: 'dropout', rate: 0.5 },
  { type: 'dense', units: 'classes', useBias: true },
];
const SHARDS = 3;
const network = buildNetwork(LAYERS, 4);
const weights = { parameters: initialParameters(network, 1), statistics: initialStatistics(network) };
const random = new Random('pictures');
const pictures = Float32Array.from({ length: 20 * 784 }, () => random.uniform());
const labels = Uint8Array.from({ length: 20 }, () => random.below(4));

describe('compute', () => {
  const made: Compute[] = [];
  afterEach(() => made.splice(0).forEach((compute) => compute.dispose()));

  async function onThreads(threads: number) {
    const options = { layers: LAYERS, network, loss: { labelSmoothing: 0.1 }, shards: SHARDS };
    const compute = createCompute(await loadRuntime('wasm'), options, threads);
    made.push(compute);
    return compute;
  }

  async function step(compute: Compute) {
    const results = Array.from({ length: SHARDS }, () => ({
      gradients: new Float32Array(network.parameterCount),
      statistics: new Float32Array(network.statisticsCount),
    }));
    const scores = await compute.train(weights, cutBatch({ pictures, labels }, SHARDS, ['test']), results);
    return { results, scores, logits: await compute.predict(weights, [pictures, pictures.subarray(0, 784)]) };
  }

  it('a batch is cut into shards of all its images, with their weights', () => {
    const weights = Float32Array.from(labels, (_, at) => at);
    const weighed = cutBatch({ pictures, labels, weights }, SHARDS, [1]);
    assert.deepEqual(
      weighed.flatMap((shard) => [...shard.weights!]),
      [...weights],
    );
    const shards = cutBatch({ pictures, labels }, SHARDS, [1]);
    assert.deepEqual(
      shards.map((shard) => shard.labels.length),
      [6, 7, 7],
    );
    assert.deepEqual(
      shards.flatMap((shard) => [...shard.labels]),
      [...labels],
    );
    assert.deepEqual(shards[2].pictures, pictures.subarray(13 * 784));
    assert.equal(new Set(shards.map(({ keys }) => keys.join())).size, SHARDS);
  });

  it('shards depend on the engine and the batch alone', () => {
    assert.deepEqual(
      [1, 16, 32, 48, 64, 128, 256].map((size) => shardCount('wasm', size)),
      [1, 1, 2, 3, 4, 4, 4],
    );
    assert.equal(shardCount('native', 256), 1);
  });

  it('gives the same bits on one thread, on two and on three', async () => {
    const alone = await step(await onThreads(1));
    assert.ok(alone.results[0].gradients.some((value) => value !== 0));
    assert.deepEqual(await step(await onThreads(2)), alone);
    assert.deepEqual(await step(await onThreads(3)), alone);
  });

  it('an error on a thread rejects the call, and the pool goes on', async () => {
    const compute = await onThreads(2);
    await assert.rejects(compute.predict(weights, [new Float32Array(10), pictures]), Error);
    assert.equal((await compute.predict(weights, [pictures])).length, 1);
  });

  it('a pool that is disposed of rejects what is pending', async () => {
    const compute = await onThreads(2);
    const pending = compute.predict(weights, [pictures, pictures]);
    compute.dispose();
    await assert.rejects(pending, /a compute thread ended/);
  });
});
