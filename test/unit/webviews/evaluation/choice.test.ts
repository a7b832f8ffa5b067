import assert from 'node:assert/strict';
import type { PredictionComparison } from '../../../../src/shared/contracts/comparison';
import {
  type Choice,
  countIn,
  countTitle,
  filterOf,
  restoreChoice,
  titleOf,
} from '../../../../src/webviews/evaluation/choice';

const NAMES = ['Shirt', 'T-shirt/top', '=1+1'];
const nameOf = (label: number) => NAMES[label];
/** Rows are given classes. */
const CONFUSION = [
  [7, 2, 0],
  [1, 8, 3],
  [0, 0, 5],
];
const WHERE = { splits: ['test'], classCount: 3 };
const COMPARISON = {
  runs: [{ name: 'before' }, { name: 'after' }],
  fixed: [9, 4],
  broken: [1],
  otherwiseWrong: [],
} as unknown as PredictionComparison;

describe('which images are looked at', () => {
  it('asks for the images of a cell, and knows how many they are', () => {
    const cell: Choice = { kind: 'cell', actual: 1, predicted: 2 };
    assert.deepEqual(filterOf(cell, WHERE), { splits: ['test'], classes: [1], predicted: [2] });
    assert.equal(countIn(cell, CONFUSION, undefined), 3);
    assert.equal(titleOf(cell, nameOf), 'T-shirt/top predicted as =1+1');
    assert.equal(titleOf({ ...cell, predicted: 1 }, nameOf), 'T-shirt/top, predicted right');
  });

  it('a row is a class, all of it or what is wrong of it; several rows are several classes', () => {
    const row: Choice = { kind: 'row', actual: [1], wrongOnly: false };
    assert.deepEqual(filterOf(row, WHERE), { splits: ['test'], classes: [1] });
    assert.equal(countIn(row, CONFUSION, undefined), 12);
    assert.equal(countIn({ ...row, wrongOnly: true }, CONFUSION, undefined), 4);
    assert.deepEqual(filterOf({ ...row, wrongOnly: true }, WHERE).outcome, 'wrong');
    assert.equal(countIn({ ...row, actual: [0, 2] }, CONFUSION, undefined), 14);
    assert.equal(titleOf({ ...row, wrongOnly: true }, nameOf), 'T-shirt/top predicted as something else');
  });

  it('a column is what is predicted, of labelled images alone; without labels of all', () => {
    const column: Choice = { kind: 'column', predicted: 2, wrongOnly: false };
    assert.deepEqual(filterOf(column, WHERE), { splits: ['test'], predicted: [2], classes: [0, 1, 2] });
    assert.equal(countIn(column, CONFUSION, undefined), 8);
    const wrong: Choice = { ...column, wrongOnly: true };
    assert.deepEqual(filterOf(wrong, WHERE).classes, [0, 1]);
    assert.equal(countIn(wrong, CONFUSION, undefined), 3);
    assert.deepEqual(filterOf(column, { ...WHERE, classCount: 0 }), { splits: ['test'], predicted: [2] });
    assert.equal(countIn(column, null, undefined), null);
  });

  it('what flipped is taken from the comparison', () => {
    const fixed: Choice = { kind: 'flip', flip: 'fixed' };
    assert.deepEqual(filterOf(fixed, { ...WHERE, comparison: COMPARISON }).images, Uint32Array.of(9, 4));
    assert.equal(countIn(fixed, CONFUSION, COMPARISON), 2);
    assert.equal(countIn(fixed, CONFUSION, undefined), null);
    assert.equal(titleOf(fixed, nameOf, COMPARISON), 'Wrong with before, right with after');
    assert.equal(titleOf({ kind: 'flip', flip: 'broken' }, nameOf, COMPARISON), 'Right with before, wrong with after');
  });

  it('a range of confidence is asked for as it is, and says so', () => {
    const range: Choice = { kind: 'confidence', low: 0.95, high: 1.001, outcome: null };
    assert.deepEqual(filterOf(range, WHERE), { splits: ['test'], confidence: [0.95, 1.001] });
    assert.equal(titleOf(range, nameOf), 'Predicted with a confidence of 95% to 100%');
  });

  it('says how many there are and in which order', () => {
    const cell: Choice = { kind: 'cell', actual: 0, predicted: 1 };
    assert.equal(countTitle(cell, 1180), '1,180 images, most confident first');
    assert.equal(countTitle(cell, 1), '1 image');
    assert.equal(countTitle(cell, 0), '0 images');
  });

  it('takes from what was kept what names classes that are there', () => {
    const choices: Choice[] = [
      { kind: 'cell', actual: 1, predicted: 2 },
      { kind: 'row', actual: [0, 2], wrongOnly: true },
      { kind: 'column', predicted: 0, wrongOnly: false },
      { kind: 'confidence', low: 0.1, high: 0.2, outcome: 'wrong' },
      { kind: 'flip', flip: 'broken' },
    ];
    for (const choice of choices) assert.deepEqual(restoreChoice(JSON.parse(JSON.stringify(choice)), 3), choice);
    const broken = [null, 7, {}, { kind: 'cell', actual: 1 }, { kind: 'cell', actual: 1, predicted: 3 }];
    const others = [
      { kind: 'row', actual: [] },
      { kind: 'row', actual: 1 },
      { kind: 'flip', flip: 'away' },
    ];
    for (const kept of [...broken, ...others, { kind: 'column', predicted: -1 }]) {
      assert.equal(restoreChoice(kept, 3), null, JSON.stringify(kept));
    }
  });
});
