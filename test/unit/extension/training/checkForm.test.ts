import assert from 'node:assert/strict';
import { checkAblationForm, checkForm } from '../../../../src/extension/training/checkForm';

const form = {
  dataPath: '/data',
  recipe: 'standard',
  epochs: null,
  seed: 1,
  validationShare: 0.1,
  engine: 'auto',
  classWeights: 'none',
  corrections: { use: true, unsureUse: 'keep' },
};

describe('checkForm', () => {
  it('takes a form, and only what belongs to it', () => {
    assert.deepEqual(checkForm({ ...form, more: 1 }), form);
    assert.deepEqual(checkForm({ ...form, epochs: 1000, engine: 'wasm' }), { ...form, epochs: 1000, engine: 'wasm' });
  });

  it('takes a form of a version that knew of no corrections', () => {
    const { corrections, ...before } = form;
    assert.deepEqual(checkForm(before), { ...form, corrections });
  });

  for (const [what, value] of [
    ['nothing', undefined],
    ['null', null],
    ['text', 'form'],
    ['a form without data', { ...form, dataPath: undefined }],
    ['half an epoch', { ...form, epochs: 1.5 }],
    ['no epochs at all', { ...form, epochs: 0 }],
    ['a seed below zero', { ...form, seed: -1 }],
    ['a share that leaves nothing to learn from', { ...form, validationShare: 1 }],
    ['a share that is no number', { ...form, validationShare: NaN }],
    ['an unknown engine', { ...form, engine: 'gpu' }],
    ['corrections that are no choice', { ...form, corrections: { use: 1, unsureUse: 'keep' } }],
    ['an unknown use of unsure images', { ...form, corrections: { use: true, unsureUse: 'all' } }],
    ['unknown weights', { ...form, classWeights: 'mine' }],
  ] as const) {
    it(`refuses ${what}`, () => assert.equal(checkForm(value), undefined));
  }
});

describe('checkAblationForm', () => {
  const ablation = { ...form, seeds: 3, images: 6000, ablationEpochs: 4, parts: ['dropout-1'] };

  it('takes a form, and only what belongs to it', () => {
    assert.deepEqual(checkAblationForm({ ...ablation, more: 1 }), ablation);
    assert.deepEqual(checkAblationForm({ ...ablation, beside: '/runs/a' }), { ...ablation, beside: '/runs/a' });
  });

  for (const [what, value] of [
    ['a training', form],
    ['what is no training', { ...ablation, seed: -1 }],
    ['seeds without end', { ...ablation, seeds: Infinity }],
    ['too few seeds to tell chance', { ...ablation, seeds: 2 }],
    ['no epochs', { ...ablation, ablationEpochs: 0 }],
    ['too few images', { ...ablation, images: 10 }],
    ['parts that are no ids', { ...ablation, parts: [1] }],
    ['a place that is no path', { ...ablation, beside: 5 }],
  ] as const) {
    it(`refuses ${what}`, () => assert.equal(checkAblationForm(value), undefined));
  }
});
