import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PlantedAnswer, PlantedFlip } from '../../../src/shared/contracts/review';
import { adviseReview, scoreCheck } from '../../../src/shared/reviewAdvice';
import { decisionOn, flaggedImage } from './sampleReview';

const createdAt = '2026-11-22T10:00:00.000Z';
const queueOf = (count: number, errorProbability: number | null) => ({
  createdAt,
  images: Array.from({ length: count }, (_, at) => flaggedImage(at, { errorProbability })),
});

describe('whether further review pays', () => {
  it('it does while more than a reviewer puts in is wrong', () => {
    // Right 83.5% of the time: from 16.5% wrong labels on.
    assert.equal(adviseReview(queueOf(50, 0.17), [])!.goOn, true);
    assert.equal(adviseReview(queueOf(50, 0.16), [])!.goOn, false);
    assert.equal(
      adviseReview(queueOf(50, 0.1), [])!.reason,
      'of the next 50, expect about 5 wrong labels; a reviewer who is right 83.5% of the time, would mend about 4 and put 7 new ones in',
    );
  });

  it('it pays longer for a reviewer whose check went well, but not for ever', () => {
    const { goOn, reason } = adviseReview(queueOf(50, 0.1), [], 0.95)!;
    assert.equal(goOn, true);
    assert.match(
      reason,
      /you, who were right in the check 95\.0% of the time, would mend about 5 and put 2 new ones in/,
    );
    assert.equal(adviseReview(queueOf(50, 0.005), [], 1)!.goOn, false);
  });

  it('is told from the last 50 answers where nothing is known of errors', () => {
    const queue = queueOf(80, null);
    const answered = (wrong: number, count: number) =>
      Array.from({ length: count }, (_, at) =>
        decisionOn(at, at % 50 < wrong ? { decision: 'relabel', newLabel: 3 } : { decision: 'keep' }),
      );
    assert.equal(adviseReview(queue, answered(5, 49)), null);
    assert.equal(adviseReview(queue, answered(5, 50))!.goOn, false);
    assert.equal(adviseReview(queue, answered(20, 50))!.goOn, true);
    assert.match(adviseReview(queue, answered(20, 50))!.reason, /^of the next 30, expect about 12 wrong labels/);
    assert.equal(adviseReview(queue, answered(20, 80)), null, 'nothing is left');
  });
});

describe('the reviewer check', () => {
  const flip: PlantedFlip = {
    ...{ imageId: '0'.repeat(16), split: 'train', index: 0, trueLabel: 1, shownLabel: 2 },
    ...{ reason: 'given scarf', rightReason: 'given glove' },
  };
  const planted = (answer: PlantedAnswer | null, shownLabel = 2) => ({ ...flip, shownLabel, before: 0, answer });
  const relabel = (newLabel: number): PlantedAnswer => ({ decision: 'relabel', newLabel });
  const keep: PlantedAnswer = { decision: 'keep', newLabel: null };

  it('tells hits, misses and false corrections apart', () => {
    const score = scoreCheck({
      planted: [
        planted(relabel(1)),
        planted(relabel(1)),
        planted(keep),
        planted(relabel(2)),
        planted(relabel(3)),
        planted({ decision: 'unsure', newLabel: null }),
        planted(null),
        // Shown with their right label.
        planted(keep, 1),
        planted(relabel(3), 1),
      ],
    });
    const { accuracy, ...counts } = score;
    assert.deepEqual(counts, { planted: 9, answered: 8, hits: 2, missed: 2, falseCorrections: 2, unsure: 1 });
    assert.deepEqual([accuracy.successes, accuracy.total], [3, 7]);
    assert.ok(accuracy.interval[0] > 0.1 && accuracy.interval[1] < 0.8);
  });
});
