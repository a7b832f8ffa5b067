// Whether looking at more images pays. Pure functions.
import * as l10n from '@vscode/l10n';
import type { ReviewerCheck, ReviewQueue } from './contracts/review';
import { shareText } from './numbers';
import { countReview, type Decisions, expectNext, isReviewed, seen, type Seen } from './reviewProgress';

/** How often a person told the class of a 28 x 28 image rightly (Xiao, Rasul, Vollgraf 2017, arXiv 1708.07747). */
export const TYPICAL_ACCURACY = 0.835;

/** Whether further review pays, and why, in a sentence or two. */
export interface Advice {
  goOn: boolean;
  reason: string;
}

/** So many images ahead are looked at. */
const AHEAD = 50;

/** Nobody is taken to be surer than this: a few right answers do not show it. */
const BEST_ACCURACY = 0.98;

/**
 * Says whether to go on: while the images to come hold more errors than the reviewer would put in. A reviewer who is right
 * with probability a mends a share a of the wrong labels and breaks a share 1 - a of the right ones, so that labels get
 * better only where more than 1 - a of them are wrong.
 * @param accuracy of the reviewer, above 0.5, to 1, where a check measured it; else `TYPICAL_ACCURACY` is assumed
 * @returns null while nothing can be told, or nothing is left
 */
export function adviseReview(
  queue: Pick<ReviewQueue, 'images' | 'createdAt'>,
  decisions: Decisions,
  accuracy?: number,
): Advice | null {
  const next = expectNext(queue, decisions, accuracy, AHEAD) ?? seenLately(queue, decisions);
  if (!next) return null;
  const assumed = Math.min(accuracy ?? TYPICAL_ACCURACY, BEST_ACCURACY);
  const mended = assumed * next.expected;
  const broken = (1 - assumed) * (next.images - next.expected);
  const wrong = Math.round(next.expected);
  const expected =
    wrong === 1
      ? l10n.t('of the next {0}, expect about 1 wrong label', next.images)
      : l10n.t('of the next {0}, expect about {1} wrong labels', next.images, wrong);
  const share = shareText(accuracy ?? TYPICAL_ACCURACY);
  const [fixed, added] = [Math.round(mended), Math.round(broken)];
  const outcome =
    accuracy === undefined
      ? l10n.t(
          'a reviewer who is right {0} of the time, would mend about {1} and put {2} new ones in',
          share,
          fixed,
          added,
        )
      : l10n.t(
          'you, who were right in the check {0} of the time, would mend about {1} and put {2} new ones in',
          share,
          fixed,
          added,
        );
  return { goOn: mended > broken, reason: `${expected}; ${outcome}` };
}

/** Where the queue has no probabilities: as many errors as were found among the images that were reviewed last. */
function seenLately(queue: Pick<ReviewQueue, 'images' | 'createdAt'>, decisions: Decisions) {
  const { left } = countReview(queue, decisions);
  const lately = queue.images
    .map((image, at) => ({ image, decision: decisions[at] ?? null }))
    .filter(({ image, decision }) => image.givenLabel !== null && isReviewed(decision, queue))
    .filter(({ decision }) => decision!.decision !== 'unsure')
    .sort((a, b) => (a.decision!.reviewedAt < b.decision!.reviewedAt ? -1 : 1))
    .slice(-AHEAD);
  if (left === 0 || lately.length < AHEAD) return null;
  const wrong = lately.filter(
    ({ image, decision }) => decision!.decision === 'relabel' && decision!.newLabel !== image.givenLabel,
  );
  const images = Math.min(AHEAD, left);
  return { images, expected: (wrong.length / lately.length) * images };
}

/** What the reviewer check says so far. Numbers of planted images. */
export interface CheckScore {
  planted: number;
  answered: number;
  /** Flips that were given their true label. */
  hits: number;
  /** Flips whose wrong label was kept. */
  missed: number;
  /** Relabelled to a class that is not theirs: flips, and images whose shown label was right. */
  falseCorrections: number;
  unsure: number;
  /** Right answers, of those that are not unsure. */
  accuracy: Seen;
}

export function scoreCheck({ planted }: ReviewerCheck): CheckScore {
  const score = { planted: planted.length, answered: 0, hits: 0, missed: 0, falseCorrections: 0, unsure: 0 };
  let right = 0;
  for (const { answer, trueLabel, shownLabel } of planted) {
    if (!answer) continue;
    score.answered++;
    if (answer.decision === 'unsure') {
      score.unsure++;
      continue;
    }
    const label = answer.decision === 'relabel' ? answer.newLabel : shownLabel;
    const isFlip = shownLabel !== trueLabel;
    if (label === trueLabel) right++;
    if (label === trueLabel && isFlip) score.hits++;
    else if (label === shownLabel && isFlip) score.missed++;
    else if (label !== trueLabel) score.falseCorrections++;
  }
  return { ...score, accuracy: seen(right, score.answered - score.unsure) };
}
