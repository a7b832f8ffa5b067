import assert from 'node:assert/strict';
import { shardCount } from '../../../../src/engine/model/compute';
import { cutBatch, ShardedCompute } from '../../../../src/engine/model/shardedCompute';
import { buildNetwork, initialParameters, initialStatistics } from '../../../../src/engine/model/network';
import { Random } from '../../../../src/engine/random';
import { RECIPES, type LayerSpec } from '../../../../src/engine/model/recipe';
import { loadRuntime } from '../../../../src/engine/runtime';
import { at } from './stockGradients';

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
  const made: ShardedCompute[] = [];
  afterEach(() => made.splice(0).forEach((compute) => compute.dispose()));

  async function onThreads(threads: number) {
    const training = { ...RECIPES['standard'].training, averaging: 1 };
    const options = { network, training, batchSize: 20, loss: { labelSmoothing: 0.1 }, seed: 1 };
    const compute = new ShardedCompute(await loadRuntime('wasm'), options, SHARDS, threads);
    made.push(compute);
    return compute;
  }

  async function steps(compute: ShardedCompute) {
    const learnt = { parameters: weights.parameters.slice(), statistics: weights.statistics.slice() };
    compute.begin(learnt);
    const results = [
      await compute.step({ pictures, labels }, at(1, 0.1, 1)),
      await compute.step({ pictures, labels }, at(2, 0.1, 0.25)),
    ];
    compute.end();
    const logits = await compute.predict(learnt, [pictures, pictures.subarray(0, 784)]);
    return { results, parameters: learnt.parameters, optimizer: [...compute.optimizer], logits };
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
    const compute = await onThreads(1);
    const alone = await steps(compute);
    assert.ok(compute.average!.some((value, i) => value !== alone.parameters[i]));
    assert.ok(alone.parameters.some((value, i) => value !== weights.parameters[i]));
    assert.deepEqual(await steps(await onThreads(2)), alone);
    assert.deepEqual(await steps(await onThreads(3)), alone);
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
