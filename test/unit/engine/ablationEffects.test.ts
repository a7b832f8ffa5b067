import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { effectsOf } from '../../../src/engine/ablationEffects';
import { findAblationFacts } from '../../../src/engine/reports/ablationFindings';
import type { Ablation, AblationPart, AblationTrial } from '../../../src/shared/contracts/ablation';

const part = (id: string, instead = ''): AblationPart => ({
  id,
  name: `the ${id}`,
  kind: id === 'whole' ? 'whole' : 'dropout',
  instead,
  parameters: 1,
});
const trial = (id: string, seed: number, validationAccuracy: number, trainAccuracy: number): AblationTrial => ({
  part: id,
  seed,
  validationAccuracy,
  trainAccuracy,
  validationLoss: 1,
  seconds: 1,
});

const PARTS = [part('whole'), part('worse', 'a bias'), part('same'), part('once'), part('never')];
const TRIALS = [
  ...[trial('whole', 1, 0.9, 0.95), trial('whole', 2, 0.91, 0.95), trial('whole', 3, 0.92, 0.95)],
  ...[trial('worse', 3, 0.87, 0.96), trial('worse', 1, 0.84, 0.95), trial('worse', 2, 0.86, 0.95)],
  ...[trial('same', 1, 0.91, 0.95), trial('same', 2, 0.9, 0.95), trial('same', 3, 0.92, 0.95)],
  trial('once', 2, 0.5, 0.5),
  // Without its whole network, there is nothing to compare it with.
  trial('once', 4, 0.1, 0.1),
];

describe('effects of leaving parts out', () => {
  it('are paired by seed, with the interval of Student', () => {
    const effects = effectsOf(PARTS, TRIALS);
    assert.deepEqual(
      effects.map((effect) => [effect.part, effect.trials]),
      [
        ['worse', 3],
        ['same', 3],
        ['once', 1],
      ],
    );
    const [worse, , once] = effects;
    // Differences -0.06, -0.05, -0.05; of the gaps 0.06, 0.05, 0.06.
    const margin = (4.30265273 * 0.01) / 3;
    const near = (value: number, expected: number) => assert.ok(Math.abs(value - expected) < 1e-8, `${value}`);
    near(worse.accuracy, -0.16 / 3);
    near(worse.accuracyInterval![0], -0.16 / 3 - margin);
    near(worse.accuracyInterval![1], -0.16 / 3 + margin);
    near(worse.gap, 0.17 / 3);
    near(worse.gapInterval![1], 0.17 / 3 + margin);
    assert.equal(once.accuracyInterval, null);
    assert.equal(once.gapInterval, null);
  });

  const ablation = (changes: Partial<Ablation> = {}): Omit<Ablation, 'findings'> => ({
    kind: 'fashion-mnist ablation',
    formatVersion: 1,
    startedAt: '2026-01-01T00:00:00Z',
    dataPath: '/data',
    recipe: 'standard',
    engine: 'wasm',
    seeds: [1, 2, 3],
    epochs: 2,
    trainCount: 300,
    validationCount: 1000,
    parts: PARTS,
    trials: TRIALS,
    effects: effectsOf(PARTS, TRIALS),
    whole: false,
    ...changes,
  });

  it('are told in words, with what cannot be told from chance, and what is not judged', () => {
    assert.deepEqual(findAblationFacts(ablation()), [
      'standard, trained for 2 epochs on 300 images and validated on 1,000 others: the whole network reaches 91.0% in ' +
        'the mean of 3 seeds, with a gap of +4.0 points.',
      'Not all is measured yet: 11 trials are done.',
      'Parts measured with a single seed so far are not judged: one pair of trainings tells nothing of chance.',
      'Without the worse (instead: a bias), validation accuracy falls by 5.33 points (95%: 3.90 to 6.77).',
      'No change of the validation accuracy can be told from chance with 3 seeds without the same: these may contribute ' +
        'little, or less than so few trainings show.',
      'Without the worse, the gap between training and validation accuracy widens by 5.67 points (95%: 4.23 to 7.10).',
      'Each interval is for one part by itself: of 2 that change nothing, about 0.1 would seem to by chance alone.',
      'The intervals are over seeds, with the same images each time; and what a part contributes to a longer training, ' +
        'or to one on more images, may be another matter.',
    ]);
  });

  it('of less than one image are none, however narrow the interval', () => {
    const facts = findAblationFacts(ablation({ validationCount: 10 }));
    assert.ok(facts.some((fact) => /from chance with 3 seeds without any of the 2 parts measured/.test(fact)));
    assert.ok(!facts.some((fact) => /falls|widens/.test(fact)));
  });

  it('are not told before a trial is done', () => {
    assert.deepEqual(findAblationFacts(ablation({ trials: [], effects: [] })), ['Not one trial is done yet.']);
  });
});
