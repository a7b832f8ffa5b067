import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DECISIONS, type PlacedCorrection } from '../../../src/shared/contracts/corrections';
import {
  agreements,
  countedDecision,
  defuse,
  formatCorrection,
  HEADER_LINE,
  isConflict,
  nextReviewedAt,
  reviewImages,
  undefuse,
} from '../../../src/shared/corrections';
import { wilsonInterval } from '../../../src/shared/statistics';
import { at, correction, placed } from './sampleCorrection';

const ID = correction().imageId;
const counted = (corrections: PlacedCorrection[]) => {
  const review = reviewImages(corrections).get(ID);
  return review ? countedDecision(review) : null;
};

describe('a cell that a spreadsheet would run', () => {
  for (const text of ['=cmd()', '+1', '-x', '@SUM(A1)', '\t=1', '\r=1', '\uff1dcmd()', '  =1', "'=1", "''=1"]) {
    it(`${JSON.stringify(text)} gets an apostrophe, and loses it when read`, () => {
      assert.equal(defuse(text), `'${text}`);
      assert.equal(undefuse(defuse(text)), text);
    });
  }

  it('other text stays as it is', () => {
    for (const text of ['', 'a=b', "'tis", "'", 'T-shirt/top', '5']) {
      assert.equal(defuse(text), text);
      assert.equal(undefuse(text), text);
    }
  });

  it('any text comes back', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^['=+\-@\t\r\n a]*$/));
    fc.assert(fc.property(text, (given) => undefuse(defuse(given)) === given && !/^[=+\-@]/.test(defuse(given))));
  });
});

describe('a line of the corrections file', () => {
  it('has the columns in their order', () => {
    assert.equal(
      HEADER_LINE,
      'image_id,dataset,split,index,given_label,given_name,decision,new_label,new_name,score_name,score,model,reviewer,reviewed_at,note\n',
    );
    assert.equal(
      formatCorrection(correction()),
      '00112233aabbccdd,fashion-mnist,train,7,6,Shirt,relabel,0,T-shirt/top,margin,-4.2,run-1,Ada,2026-11-22T10:00:00.000Z,\n',
    );
  });

  it('quotes what must be quoted, defuses text and never numbers, and stays one line', () => {
    const line = formatCorrection(
      correction({ givenLabel: null, dataset: 'a,b', reviewer: '=HYPERLINK("x")', note: 'one\r\ntwo\u2028three\0' }),
    );
    assert.match(line, /^00112233aabbccdd,"a,b",train,7,,Shirt,relabel,0,T-shirt\/top,margin,-4\.2,/);
    assert.match(line, /,"'=HYPERLINK\(""x""\)",2026-11-22T10:00:00\.000Z,"one two three "\n$/);
  });
});

describe('which decision counts', () => {
  it('the newest by its time, whatever its place', () => {
    const lines = placed({ reviewedAt: at(2), newLabel: 3 }, { reviewedAt: at(1), newLabel: 4 });
    assert.equal(counted(lines)?.newLabel, 3);
  });

  it('at the same time the later in the file', () => {
    assert.equal(counted(placed({ newLabel: 3 }, { newLabel: 4 }))?.newLabel, 4);
  });

  it('an undo takes back the newest decision, and the one before counts again', () => {
    const lines = placed(
      { reviewedAt: at(1), newLabel: 1 },
      { reviewedAt: at(2), decision: 'unsure' },
      { reviewedAt: at(3), decision: 'undo' },
    );
    assert.equal(counted(lines)?.newLabel, 1);
    assert.equal(counted([...lines, ...placed({ reviewedAt: at(4), decision: 'undo' })]), null);
  });

  it('an undo with nothing to take back takes nothing back later', () => {
    const lines = placed({ reviewedAt: at(1), decision: 'undo' }, { reviewedAt: at(2), newLabel: 5 });
    assert.equal(counted(lines)?.newLabel, 5);
  });

  it('an undo is about its own image alone', () => {
    const lines = placed({ reviewedAt: at(1) }, { reviewedAt: at(2), decision: 'undo', imageId: 'ffffffffffffffff' });
    assert.equal(counted(lines)?.newLabel, 0);
  });

  it('a line that stands there twice is one decision: one undo takes it back', () => {
    const [line] = placed({ reviewedAt: at(1) });
    const undo = placed({ reviewedAt: at(2), decision: 'undo' })[0];
    assert.equal(counted([line, { ...line, row: 9, note: 'again' }, { ...undo, row: 10 }]), null);
  });

  it('that was taken back and made again counts, though a spreadsheet cut the times to minutes', () => {
    const minute = { reviewedAt: at(0) };
    const lines = placed({ ...minute }, { ...minute, decision: 'undo' }, { ...minute });
    assert.equal(counted(lines.slice(0, 2)), null);
    assert.equal(counted(lines), lines[2]);
    // The same put together of two versions is the same; another reviewer in between makes no difference.
    const merged = placed({ ...minute }, { ...minute, reviewer: 'Cy', decision: 'keep' }, { ...minute });
    assert.equal(counted([...merged, ...placed({ reviewedAt: at(1), decision: 'undo' })]), merged[0]);
  });

  const decisions = fc
    .array(
      fc.record({
        decision: fc.constantFrom(...DECISIONS, 'undo' as const),
        newLabel: fc.nat(9),
        reviewer: fc.constantFrom('Ada', 'Bob'),
        imageId: fc.constantFrom(ID, 'ffffffffffffffff'),
      }),
      { maxLength: 12 },
    )
    .map((list) => placed(...list.map((one, index) => ({ ...one, reviewedAt: at(index) }))));

  it('is what one finds by crossing out, line by line', () => {
    fc.assert(
      fc.property(decisions, (lines) => {
        // As a person would with a pencil: from an undo up to the nearest line of the image that is not crossed out.
        const own = lines.filter(({ imageId }) => imageId === ID);
        const crossed = new Set<number>();
        own.forEach(({ decision }, index) => {
          if (decision !== 'undo') return;
          crossed.add(index);
          for (let above = index - 1; above >= 0; above--) {
            if (crossed.has(above)) continue;
            crossed.add(above);
            break;
          }
        });
        const expected = own.filter((_, index) => !crossed.has(index)).at(-1) ?? null;
        assert.deepEqual(counted(lines), expected);
      }),
    );
  });

  it('is the same in a file that was sorted', () => {
    const shuffled = decisions.chain((lines) =>
      fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length })),
    );
    fc.assert(
      fc.property(shuffled, ([lines, other]) => {
        const moved = other.map((line, index) => ({ ...line, row: index + 2 }));
        const meaning = (all: PlacedCorrection[]) =>
          [...reviewImages(all).values()].map(({ imageId, standing }) => [
            imageId,
            standing.map((one) => one.newLabel),
          ]);
        assert.deepEqual(meaning(moved).sort(), meaning(lines).sort());
      }),
    );
  });

  it('the next decision is written as later than the last, even when the clock was set back', () => {
    assert.equal(nextReviewedAt(new Date(at(5)), undefined), at(5));
    assert.equal(nextReviewedAt(new Date(at(5)), at(1)), at(5));
    assert.equal(nextReviewedAt(new Date(at(5)), at(5)), at(5.001));
    assert.equal(nextReviewedAt(new Date(at(5)), at(60)), at(60.001));
  });
});

describe('two reviewers', () => {
  const review = (...changes: Parameters<typeof placed>) =>
    reviewImages(placed(...changes.map((change, index) => ({ reviewedAt: at(index), ...change })))).get(ID)!;

  it('contradict each other when their newest labels differ', () => {
    assert.equal(isConflict(review({ newLabel: 1 }, { reviewer: 'Bob', newLabel: 2 })), true);
    assert.equal(isConflict(review({ newLabel: 1 }, { reviewer: 'Bob', newLabel: 1 })), false);
    assert.equal(isConflict(review({ newLabel: 1 }, { newLabel: 2 })), false, 'one who thought again');
  });

  it('keeping says the given label', () => {
    assert.equal(isConflict(review({ decision: 'keep', newLabel: null }, { reviewer: 'Bob', newLabel: 6 })), false);
    assert.equal(isConflict(review({ decision: 'keep', newLabel: null }, { reviewer: 'Bob', newLabel: 5 })), true);
  });

  it('being unsure contradicts nobody, and what was taken back neither', () => {
    assert.equal(isConflict(review({ newLabel: 1 }, { reviewer: 'Bob', decision: 'unsure' })), false);
    assert.equal(isConflict(review({ newLabel: 1 }, { reviewer: 'Bob', newLabel: 2 }, { decision: 'undo' })), false);
  });

  it('agree on so many of the images that both labelled', () => {
    const ids = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(16));
    const lines = placed(
      ...ids.map((imageId) => ({ imageId, newLabel: 1 })),
      ...ids.slice(0, 3).map((imageId, index) => ({ imageId, reviewer: 'Bob', newLabel: index === 0 ? 2 : 1 })),
      { imageId: ids[3], reviewer: 'Bob', decision: 'unsure' as const },
    );
    assert.deepEqual(agreements(reviewImages(lines).values()), [
      { reviewers: ['Ada', 'Bob'], images: 3, same: 2, interval: wilsonInterval(2, 3) },
    ]);
  });
});
