import assert from 'node:assert/strict';
import { IMAGE_MARKS, type ImageMark, type OpenedDataset } from '../../../../src/shared/contracts/explorer';
import { decisionLines } from '../../../../src/webviews/shared/decisionWords';
import { describeLook, lookOf } from '../../../../src/webviews/shared/imageLook';
import { MARK_COLORS, MARK_WORDS } from '../../../../src/webviews/shared/imageMarks';
import { Images } from '../../../../src/webviews/shared/images';

const images = new Images({ call: undefined }, () => undefined);
images.opened = {
  classNames: ['Shirt', 'Coat', '<b>Bag</b>'],
  splits: [
    { split: 'train', first: 0, count: 10, labelled: true },
    { split: 'test', first: 10, count: 5, labelled: true },
  ],
} as unknown as OpenedDataset;
const bits = (...marks: ImageMark[]) => marks.reduce((sum, mark) => sum | (1 << IMAGE_MARKS.indexOf(mark)), 0);
const loaded = { label: 0, marks: 0, predicted: 255, corrected: 255 };

describe('how an image stands in a grid', () => {
  it('with its given label and its place', () => {
    assert.deepEqual(lookOf(images, 12, loaded, 84, undefined).lines, ['Shirt', 'test 12']);
    assert.deepEqual(lookOf(images, 12, loaded, 56, undefined).lines, ['Shirt', 'test']);
    assert.equal(describeLook(images, 12, loaded, undefined), 'Shirt, number 12, test');
    assert.equal(describeLook(images, 12, null, undefined), 'number 12, test');
  });

  it('with what it was corrected to, the given label struck through', () => {
    const corrected = { ...loaded, corrected: 1, marks: bits('corrected') };
    const look = lookOf(images, 3, corrected, 56, undefined);
    assert.deepEqual([look.lines, look.corrected, look.badge], [['Coat', 'Shirt'], true, null]);
    assert.equal(describeLook(images, 3, corrected, undefined), 'Shirt, corrected to Coat, number 3, train');
  });

  it('with what is just being saved, which counts before what is known', () => {
    const look = lookOf(images, 3, { ...loaded, corrected: 1 }, 56, 2);
    assert.deepEqual(look.lines, ['<b>Bag</b> …', 'Shirt']);
    assert.match(describeLook(images, 3, loaded, 2), /corrected to <b>Bag<\/b>, being saved/);
    assert.equal(lookOf(images, 3, { ...loaded, corrected: 1 }, 56, 255).corrected, undefined, 'being taken back');
  });

  it('with a wrong prediction, and the marks that all but "corrected" have a corner for', () => {
    const wrong = { ...loaded, predicted: 1, marks: bits('outlier', 'corrected') };
    const look = lookOf(images, 3, wrong, 84, undefined);
    assert.deepEqual([look.wrong, look.lines[1], look.badge], [true, '→ Coat', 'purple']);
    assert.equal(describeLook(images, 3, wrong, undefined), 'Shirt, number 3, train, predicted Coat, wrong, outliers');
    for (const mark of IMAGE_MARKS) {
      assert.ok(MARK_WORDS[mark].meaning !== '');
      assert.equal(
        MARK_COLORS.some(([one]) => one === mark),
        mark !== 'corrected',
      );
    }
  });
});

describe('what reviewers decided, in words', () => {
  const decision = {
    image: 3,
    newLabel: null,
    reviewer: 'Ada',
    reviewedAt: '2026-11-22T10:00:00.000Z',
    note: '',
    isConflict: false,
    verdicts: [],
    standing: 1,
  };
  const lines = (more: object) =>
    decisionLines({ ...decision, decision: 'keep', ...more }, 0, (label) => images.className(label));

  it('each decision has its line; without one there is nothing', () => {
    assert.equal(lines({ decision: null }), null);
    assert.equal(lines({ decision: 'relabel', newLabel: 1 })?.title, 'Shirt → Coat');
    assert.equal(lines({ decision: 'keep' })?.title, 'Shirt, kept');
    assert.equal(lines({ decision: 'unsure' })?.title, 'One cannot tell');
  });

  it('names who and when, the note, and who contradicts', () => {
    assert.match(lines({})!.by, /^Ada, .*2026/);
    assert.match(lines({ reviewer: '' })!.by, /^nobody named, /);
    assert.equal(lines({ reviewedAt: 'yesterday' })!.by, 'Ada, yesterday');
    assert.equal(lines({ note: '=1+1 <i>' })!.note, '=1+1 <i>');
    const verdicts = [
      { reviewer: 'Bob', decision: 'keep', newLabel: null },
      { reviewer: 'Ada', decision: 'relabel', newLabel: 1 },
    ];
    assert.equal(
      lines({ isConflict: true, verdicts })!.conflict,
      'Reviewers contradict each other: Bob says Shirt, Ada says Coat. The newest decision counts.',
    );
    assert.equal(lines({ verdicts })!.conflict, '');
  });
});
