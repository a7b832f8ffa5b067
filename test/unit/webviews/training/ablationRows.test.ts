import assert from 'node:assert/strict';
import type { Ablation, AblationEffect } from '../../../../src/shared/contracts/ablation';
import { ablationChart, ablationRows } from '../../../../src/webviews/training/jobs/ablationRows';

const effect = (part: string, low: number, high: number, trials = 3): AblationEffect => ({
  part,
  accuracy: (low + high) / 2,
  accuracyInterval: [low, high],
  gap: 0,
  gapInterval: [-0.01, 0.01],
  trials,
});
const ablation: Ablation = {
  kind: 'fashion-mnist ablation',
  formatVersion: 1,
  startedAt: '2026-11-22T12:00:00Z',
  dataPath: '/data',
  recipe: 'standard',
  engine: 'wasm',
  seeds: [1, 2, 3],
  epochs: 1,
  trainCount: 900,
  validationCount: 100,
  parts: ['whole', 'helps', 'harms', 'unsure', 'begun', 'waits'].map((id) => ({
    id,
    name: id,
    kind: id === 'whole' ? 'whole' : 'dropout',
    instead: '',
    parameters: 10,
  })),
  trials: [],
  effects: [
    effect('helps', -0.03, -0.01),
    effect('harms', 0.01, 0.02),
    effect('unsure', -0.01, 0.02),
    effect('begun', -0.03, -0.01, 2),
  ],
  whole: false,
  findings: [],
};

describe('what an ablation found', () => {
  it('is said of a part only where the interval does, and all seeds are done', () => {
    assert.deepEqual(
      ablationRows(ablation).map(({ id, verdict }) => [id, verdict]),
      [
        ['helps', 'helps'],
        ['harms', 'harms'],
        ['unsure', 'no difference seen'],
        ['begun', 'not measured yet'],
        ['waits', 'not measured yet'],
      ],
    );
  });

  it('is drawn with its intervals, without what is not measured', () => {
    const { x, series } = ablationChart(ablationRows(ablation));
    assert.deepEqual(x.categories, ['helps', 'harms', 'unsure', 'begun']);
    assert.deepEqual(series[0].points[1], { x: 1, y: 0.015, low: 0.01, high: 0.02 });
  });
});
