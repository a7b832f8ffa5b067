import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../../src/engine/random';
import type { ImageDecision } from '../../../src/shared/contracts/decisions';
import type { ReviewQueue } from '../../../src/shared/contracts/review';
import { sigmoid } from '../../../src/shared/expectedErrors';
import {
  countReview,
  estimateErrorsLeft,
  expectNext,
  isReviewed,
  ratePerMinute,
} from '../../../src/shared/reviewProgress';
import { decisionOn, flaggedImage } from './sampleReview';

const createdAt = '2026-11-22T10:00:00.000Z';
const queueOf = (probabilities: (number | null)[]): Pick<ReviewQueue, 'images' | 'createdAt' | 'unlisted'> => ({
  createdAt,
  images: probabilities.map((errorProbability, at) => flaggedImage(at, { errorProbability })),
  unlisted: [],
});

describe('how far a review is', () => {
  it('counts what was decided, and how many flags were right', () => {
    const queue = queueOf([0.9, 0.8, 0.7, 0.6, 0.5, 0.4]);
    const decisions = [
      decisionOn(0, { decision: 'relabel', newLabel: 3 }),
      decisionOn(1, { decision: 'keep' }),
      decisionOn(2, { decision: 'unsure' }),
      decisionOn(3, { decision: null, standing: 0 }),
      // Relabelled to what it was given: the flag was wrong.
      decisionOn(4, { decision: 'relabel', newLabel: 1 }),
      null,
    ];
    const { upheld, ...counts } = countReview(queue, decisions);
    assert.deepEqual(counts, { reviewed: 4, left: 2, relabelled: 2, kept: 1, unsure: 1, conflicts: 0 });
    assert.deepEqual([upheld.successes, upheld.total], [1, 3]);
    // Wilson's interval for 1 of 3.
    assert.ok(Math.abs(upheld.interval[0] - 0.0615) < 1e-4 && Math.abs(upheld.interval[1] - 0.7923) < 1e-4);
  });

  it('says nothing of flags where no label was given', () => {
    const queue = { createdAt, images: [flaggedImage(0, { givenLabel: null })] };
    const { reviewed, upheld } = countReview(queue, [decisionOn(0, { decision: 'relabel', newLabel: 3 })]);
    assert.deepEqual([reviewed, upheld.total], [1, 0]);
  });

  it('takes a contradicted image for undecided until one more decision is made about it', () => {
    const conflict = {
      decision: 'keep',
      isConflict: true,
      standing: 2,
      reviewedAt: '2026-11-22T09:00:00.000Z',
    } as const;
    assert.ok(!isReviewed(decisionOn(0, conflict), { createdAt }));
    // Another window contradicts while the review runs: it returns to the queue.
    assert.ok(!isReviewed(decisionOn(0, { ...conflict, reviewedAt: '2026-11-22T11:00:00.000Z' }), { createdAt }));
    const third = { ...conflict, standing: 3, reviewedAt: '2026-11-22T11:00:00.000Z' };
    assert.ok(isReviewed(decisionOn(0, third), { createdAt }));
    assert.equal(countReview(queueOf([0.5]), [decisionOn(0, conflict)]).conflicts, 1);
  });

  it('tells decisions a minute, once there are any', () => {
    const progress = {
      kind: 'fashion-mnist review progress',
      formatVersion: 1,
      position: 0,
      skipped: [],
      check: null,
    } as const;
    assert.equal(ratePerMinute({ ...progress, skipped: [], activeMilliseconds: 90_000, decided: 30 }), 20);
    assert.equal(ratePerMinute({ ...progress, skipped: [], activeMilliseconds: 0, decided: 0 }), null);
  });
});

describe('errors to expect', () => {
  it('of the next images are those of the ones that are left, in the order of the queue', () => {
    const queue = queueOf([0.9, 0.5, 0.3, 0.2]);
    const next = expectNext(queue, [decisionOn(0, { decision: 'unsure' }), null, null, null], 1, 2)!;
    assert.equal(next.images, 2);
    assert.ok(Math.abs(next.expected - 0.8) < 1e-9);
    assert.equal(expectNext(queueOf([null]), [null]), null);
    assert.equal(expectNext(queueOf([0.5]), [decisionOn(0, { decision: 'keep' })]), null);
  });

  it('left are told of listed and unlisted images', () => {
    const queue = { ...queueOf([0.9, 0.5]), unlisted: [{ probability: 0.1, count: 50 }] };
    const left = estimateErrorsLeft(queue, [])!;
    assert.ok(Math.abs(left.listed.expected - 1.4) < 1e-9 && Math.abs(left.unlisted.expected - 5) < 1e-9);
    assert.deepEqual([left.all.images, left.reviewed.images], [52, 0]);
    assert.ok(left.all.interval[0] < 6.4 && left.all.interval[1] > 6.4);
    assert.equal(estimateErrorsLeft(queueOf([null, null]), []), null);
  });

  /** Of 4,000 images the 600 most doubtful are reviewed by somebody who is right so often. */
  function simulate(seed: number, accuracy: number, known: number) {
    const random = new Random('whole loop', seed);
    const images = Array.from({ length: 4000 }, () => {
      const odds = 2.5 * random.normal() - 3;
      return { probability: sigmoid(odds), isWrong: random.uniform() < sigmoid(odds) };
    }).sort((a, b) => b.probability - a.probability);
    const decisions: ImageDecision[] = [];
    let wrong = 0;
    images.forEach(({ isWrong }, at) => {
      const isMistaken = at < 600 ? random.uniform() >= accuracy : isWrong;
      if (isMistaken) wrong++;
      if (at >= 600) return;
      const answer = { decision: isWrong !== isMistaken ? 'relabel' : 'keep' } as const;
      decisions.push(decisionOn(at, { ...answer, newLabel: answer.decision === 'relabel' ? 3 : null }));
    });
    const queue = {
      ...queueOf(images.slice(0, 1000).map(({ probability }) => probability)),
      unlisted: images.slice(1000).map(({ probability }) => ({ probability, count: 1 })),
    };
    const { expected, interval } = estimateErrorsLeft(queue, decisions, known)!.all;
    return { error: expected / wrong - 1, isWithin: interval[0] <= wrong && wrong <= interval[1] };
  }

  it('are near the truth after a review, by a reviewer who errs too where it is known how often', () => {
    const many = (accuracy: number, known: number) =>
      Array.from({ length: 20 }, (_, seed) => simulate(seed, accuracy, known));
    for (const accuracy of [1, 0.835]) {
      const found = many(accuracy, accuracy);
      const mean = found.reduce((sum, { error }) => sum + error, 0) / found.length;
      assert.ok(Math.abs(mean) < 0.05, `${mean} at ${accuracy}`);
      assert.ok(found.every(({ error }) => Math.abs(error) < 0.15));
      assert.ok(found.filter(({ isWithin }) => isWithin).length >= 18);
    }
    assert.ok(
      many(0.835, 1).every(({ error }) => error < -0.15),
      'taken for always right, the reviewer hides errors',
    );
  });
});
