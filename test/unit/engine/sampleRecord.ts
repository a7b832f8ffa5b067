import type { RunRecord } from '../../../src/shared/contracts/jobs';

/** A record as training writes it; `changes` replace its fields. */
export function sampleRecord(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    formatVersion: 1,
    id: '2026-11-22_14-03-05_standard',
    state: 'finished',
    startedAt: '2026-11-22T14:03:05.000Z',
    finishedAt: '2026-11-22T14:09:05.000Z',
    data: {
      path: '/data/shop',
      hash: 'a'.repeat(64),
      splitHash: 'b'.repeat(64),
      trainCount: 90,
      validationCount: 10,
      classNames: ['hat', 'glove', 'scarf'],
      classCounts: [30, 30, 30],
    },
    recipe: { name: 'standard' },
    seed: 1,
    epochsAsked: 2,
    engine: { name: 'wasm', versions: { tfjs: '4.22.0' }, threads: 1 },
    machine: { platform: 'linux', arch: 'x64', cpu: 'a cpu', cores: 2, node: '20.0.0' },
    settings: { data: { path: '/data/shop' }, validationShare: 0.1, classWeights: 'none' },
    results: {
      epochs: 2,
      bestEpoch: 2,
      trainLoss: 0.2,
      trainAccuracy: 0.95,
      validationLoss: 0.3,
      validationAccuracy: 0.9,
      parameters: 100,
      trainingSeconds: 1,
      totalSeconds: 2,
      imagesPerSecond: 180,
    },
    notes: [],
    ...changes,
  };
}
