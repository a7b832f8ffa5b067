import assert from 'node:assert/strict';
import type { ImageFilter } from '../../../../src/shared/contracts/explorer';
import {
  BOUNDS,
  chipsOf,
  isEmpty,
  rangeOf,
  restoreFilter,
  sameFilter,
  toggled,
  without,
  withoutPredictions,
  withPart,
} from '../../../../src/webviews/explorer/filters';
import { marksIn } from '../../../../src/webviews/shared/imageMarks';

const NAMES = ['T-shirt/top', 'Trouser', '<img onerror=alert(1)>'];
const nameOf = (label: number) => (label === -1 ? 'unlabelled' : NAMES[label]);
const texts = (filter: ImageFilter) => chipsOf(filter, nameOf).map(({ text }) => text);

describe('filters as chips', () => {
  it('decisions are said as reviewers say them, and are kept', () => {
    const filter: ImageFilter = { decisions: ['relabel', 'none'] };
    assert.deepEqual(texts(filter), ['decided: corrected', 'decided: not reviewed']);
    assert.deepEqual(chipsOf(filter, nameOf)[0].without, { decisions: ['none'] });
    assert.deepEqual(restoreFilter({ decisions: ['relabel', 'undo', 'toString', 3] }), { decisions: ['relabel'] });
  });

  it('each thing that is asked for is a chip, in words', () => {
    const filter: ImageFilter = {
      splits: ['train'],
      classes: [1, -1],
      mean: [120, 180.5],
      marks: ['nearDuplicate'],
      predicted: [2],
      outcome: 'wrong',
      confidence: [0.5, BOUNDS.confidence[1]],
      text: '48213',
    };
    assert.deepEqual(texts(filter), [
      'split: train',
      'class: Trouser',
      'class: unlabelled',
      'mean 120.0 to 180.5',
      'marked: near-duplicates',
      'predicted: <img onerror=alert(1)>',
      'predicted wrong',
      'confidence from 50.0%',
      '“48213”',
    ]);
  });

  it('a chip that is removed takes away what it says, and no more', () => {
    const filter: ImageFilter = { classes: [0, 1], mean: [10, 20], text: 'a' };
    const chips = chipsOf(filter, nameOf);
    assert.deepEqual(
      chips.map((chip) => chip.without),
      [
        { classes: [1], mean: [10, 20], text: 'a' },
        { classes: [0], mean: [10, 20], text: 'a' },
        { classes: [0, 1], text: 'a' },
        { classes: [0, 1], mean: [10, 20] },
      ],
    );
  });

  it('many values of one kind are one chip', () => {
    const [chip, ...others] = chipsOf({ classes: [0, 1, 2, 3, 4] }, String);
    assert.deepEqual([chip.text, chip.without, others], ['class: 5 of them', {}, []]);
  });

  it('a range without one of its bounds says so', () => {
    assert.deepEqual(texts({ mean: rangeOf('mean', null, 12)! }), ['mean below 12.0']);
    assert.deepEqual(texts({ deviation: rangeOf('deviation', 60, null)! }), ['deviation from 60.0']);
    assert.equal(rangeOf('mean', null, null), null);
    assert.equal(rangeOf('mean', -5, 300), null, 'a range that leaves nothing out is none');
  });
});

describe('changing filters', () => {
  it('a value is added, and taken out again', () => {
    const once = toggled({}, 'classes', 3);
    assert.deepEqual(toggled(once, 'classes', 5), { classes: [3, 5] });
    assert.deepEqual(toggled(once, 'classes', 3), {});
    assert.ok(isEmpty(toggled(once, 'classes', 3)));
  });

  it('an empty part is no part', () => {
    assert.deepEqual(withPart({ text: 'x', splits: ['a'] }, 'text', ''), { splits: ['a'] });
    assert.deepEqual(withPart({}, 'classes', []), {});
    assert.deepEqual(without({ text: 'x' }, 'text'), {});
    assert.deepEqual(withoutPredictions({ outcome: 'right', predicted: [1], confidence: [0, 1], text: 'x' }), {
      text: 'x',
    });
  });

  it('compares by content', () => {
    assert.ok(sameFilter({ text: 'a', classes: [1] }, { classes: [1], text: 'a' }));
    assert.ok(sameFilter({ text: undefined }, {}));
    assert.ok(!sameFilter({ classes: [1, 2] }, { classes: [2, 1] }));
  });

  it('reads the marks of a thumbnail', () => {
    assert.deepEqual(marksIn(0), []);
    assert.deepEqual(marksIn(0b0010001), ['duplicate', 'outlier']);
  });

  it('takes of a kept filter what is one', () => {
    const filter: ImageFilter = { splits: ['test'], classes: [-1], mean: [1, 2], marks: ['dark'], outcome: 'wrong' };
    assert.deepEqual(restoreFilter(JSON.parse(JSON.stringify(filter))), filter);
    const wrong = {
      splits: 'test',
      classes: ['1', 2.5, 4],
      mean: [3, 1],
      deviation: [null, 2],
      marks: ['x'],
      outcome: 1,
      text: 5,
    };
    assert.deepEqual(restoreFilter(wrong), { classes: [4] });
    assert.deepEqual(restoreFilter(null), {});
  });
});
