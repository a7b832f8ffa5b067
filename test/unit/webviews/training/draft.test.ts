import assert from 'node:assert/strict';
import { checkDraft, type Draft, draftOf, readDraft } from '../../../../src/webviews/training/form/draft';

const good: Draft = {
  dataPath: '/data',
  recipe: 'standard',
  epochs: '',
  seed: '1',
  validationShare: '10',
  engine: 'auto',
  classWeights: 'none',
  corrections: { use: true, unsureUse: 'keep' },
};

describe('the form of a training', () => {
  it('is complete without epochs: the recipe says them', () => {
    const { problems, form } = checkDraft(good);
    assert.deepEqual(problems, {});
    assert.deepEqual(form, {
      dataPath: '/data',
      recipe: 'standard',
      epochs: null,
      seed: 1,
      validationShare: 0.1,
      engine: 'auto',
      classWeights: 'none',
      corrections: { use: true, unsureUse: 'keep' },
    });
  });

  it('comes back as it was typed', () => {
    assert.deepEqual(draftOf(checkDraft(good).form!), good);
    const other = { ...good, epochs: '12', validationShare: '12.5' };
    assert.deepEqual(draftOf(checkDraft(other).form!), other);
  });

  const bounds: [keyof Draft, string, boolean][] = [
    ['epochs', '1', true],
    ['epochs', ' 1000 ', true],
    ['epochs', '0', false],
    ['epochs', '1001', false],
    ['epochs', '2.5', false],
    ['epochs', '1e2', false],
    ['seed', '0', true],
    ['seed', '4294967295', true],
    ['seed', '4294967296', false],
    ['seed', '-1', false],
    ['seed', '', false],
    ['validationShare', '1', true],
    ['validationShare', '50 %', true],
    ['validationShare', '0.9', false],
    ['validationShare', '50.1', false],
    ['validationShare', 'ten', false],
    ['dataPath', '', false],
    ['recipe', '', false],
  ];
  for (const [field, text, isGood] of bounds) {
    it(`${isGood ? 'takes' : 'refuses'} ${field} ${JSON.stringify(text)}`, () => {
      const { problems, form } = checkDraft({ ...good, [field]: text });
      assert.deepEqual(Object.keys(problems), isGood ? [] : [field]);
      assert.equal(form !== null, isGood);
    });
  }

  it('is not taken from what was kept when that is something else', () => {
    assert.deepEqual(readDraft({ ...good, more: 1 }), good);
    for (const other of [
      null,
      'x',
      {},
      { ...good, seed: 1 },
      { ...good, engine: 'gpu' },
      { ...good, classWeights: '' },
    ]) {
      assert.equal(readDraft(other), null);
    }
  });
});
