// A thread of a ComputePool: an engine of its own, and the tasks that it is given.
import { parentPort, workerData } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import { wasmKernels } from '../kernels/wasmKernels';
import { useWasmBackend } from '../wasmBackend';
import type { WorkerAnswer, WorkerSetup, WorkerTask } from './computePool';
import { Propagation } from './forwardBackward';
import { buildNetwork } from './network';
import { computeShard } from './shard';

const { layers, classes, loss, weights } = workerData as WorkerSetup;

const ready = useWasmBackend().then(() => {
  const network = buildNetwork(layers, classes);
  return { network, propagation: new Propagation({ tf }, wasmKernels(tf), network) };
});

async function answer(task: WorkerTask): Promise<WorkerAnswer> {
  const { network, propagation } = await ready;
  propagation.setWeights(weights);
  if (task.kind === 'predict') return { ok: true, logits: task.lists.map((list) => propagation.predict(list)) };
  const { results } = task;
  return {
    ok: true,
    scores: task.shards.map((shard, i) => computeShard(propagation, network, loss, shard, results[i])),
  };
}

parentPort!.on('message', (task: WorkerTask) => {
  void answer(task)
    .catch((error: unknown): WorkerAnswer => ({ ok: false, error: error as Error }))
    .then((result) => parentPort!.postMessage(result));
});
