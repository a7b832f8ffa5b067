// What reviewing the most doubtful predictions pays: the accuracy to expect of the rest. Pure functions.
import type { BudgetPoint, ReviewBudget } from './contracts/review';
import { type Interval, wilsonInterval } from './statistics';

/** Predictions of images that the run did not learn from, with what is known to be right. */
export interface HeldOut {
  /** How doubtful each is, by the score of the queue, [count]. */
  doubts: ArrayLike<number>;
  /** Its most probable class, [count]. */
  predicted: ArrayLike<number>;
  /** Not 0 where that is its label, [count]. */
  isRight: ArrayLike<number>;
}

/** Predictions that are to be reviewed, or relied on. */
export interface ToReview {
  doubts: ArrayLike<number>;
  predicted: ArrayLike<number>;
}

/** The rest is to be so much better than all of it, but no better than can be shown. */
const GAIN = 0.02;
const BEST_TARGET = 0.995;

/** Shares of the images for which the accuracy of the rest is told. */
const SHARES = [0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5];

/**
 * Draws up a budget: for each number of the most doubtful images that are reviewed, the expected accuracy of the other
 * predictions, told from held-out images of the same doubt. After the risk-coverage curve (El-Yaniv and Wiener 2010,
 * "On the foundations of noise-free selective classification"), but weighted by how doubtful the images to review are
 * (post-stratification), because data other than the validation images may be harder or easier.
 *
 * The target of each class is the plain accuracy on the held-out images and two points more, at most 99.5%.
 * @returns null where there is nothing to tell it from, or nothing to review
 */
export function drawBudget(heldOut: HeldOut, toReview: ToReview, classCount: number): ReviewBudget | null {
  const validationCount = heldOut.doubts.length;
  const count = toReview.doubts.length;
  if (validationCount === 0 || count === 0) return null;
  const all = curveOf(heldOut, toReview, () => true)!;
  const points: BudgetPoint[] = [];
  for (const reviewed of new Set(SHARES.map((share) => Math.round(share * count)))) {
    if (reviewed < count) points.push({ reviewed, ...all.restAfter(reviewed) });
  }
  const right = Array.from({ length: validationCount }, (_, at) => (heldOut.isRight[at] ? 1 : 0)).reduce<number>(
    (total, one) => total + one,
    0,
  );
  const target = Math.min(BEST_TARGET, right / validationCount + GAIN);
  const perClass = Array.from({ length: classCount }, (_, label) => {
    const curve = curveOf(heldOut, toReview, (predicted) => predicted === label);
    if (!curve) return [];
    return [{ label, count: curve.count, ...curve.restAfter(0), toReview: curve.toReach(target) }];
  }).flat();
  perClass.sort((a, b) => a.accuracy - b.accuracy || a.label - b.label);
  return { validationCount, points, perClass, target };
}

/** Held-out images of about the same doubt are taken together: so many at least, and so many groups at most. */
const LEAST_IN_GROUP = 30;
const MOST_GROUPS = 20;

interface Curve {
  count: number;
  restAfter(reviewed: number): { accuracy: number; interval: Interval };
  /** How many of the most doubtful to review so that the rest reaches an accuracy; null if that cannot be. */
  toReach(accuracy: number): number | null;
}

/** Null where no held-out image, or none to review, is predicted so. */
function curveOf(heldOut: HeldOut, toReview: ToReview, isOf: (predicted: number) => boolean): Curve | null {
  const known = placesOf(heldOut, isOf);
  const surestFirst = placesOf(toReview, isOf);
  if (known.length === 0 || surestFirst.length === 0) return null;
  const groupCount = Math.min(MOST_GROUPS, Math.max(1, Math.floor(known.length / LEAST_IN_GROUP)));
  const groups = Array.from({ length: groupCount }, (_, group) => {
    const [from, to] = [group, group + 1].map((edge) => Math.floor((edge * known.length) / groupCount));
    const places = known.slice(from, to);
    const right = places.filter((place) => heldOut.isRight[place]).length;
    return { highest: heldOut.doubts[places[places.length - 1]], right, count: places.length };
  });
  const groupOf = Uint8Array.from(surestFirst, (place) => {
    const group = groups.findIndex(({ highest }) => toReview.doubts[place] <= highest);
    return group < 0 ? groupCount - 1 : group;
  });
  const count = surestFirst.length;
  return {
    count,
    restAfter(reviewed) {
      const inGroups = new Array<number>(groupCount).fill(0);
      for (const group of groupOf.subarray(0, count - reviewed)) inGroups[group]++;
      return expectedAccuracy(groups, inGroups);
    },
    toReach(accuracy) {
      let right = groupOf.reduce((total, group) => total + groups[group].right / groups[group].count, 0);
      for (let rest = count; rest > 0; rest--) {
        if (right >= accuracy * rest - 1e-9) return count - rest;
        const { right: share, count: of } = groups[groupOf[rest - 1]];
        right -= share / of;
      }
      return null;
    },
  };
}

/** The places of those predicted so, the surest first. */
function placesOf({ doubts, predicted }: ToReview, isOf: (predicted: number) => boolean): number[] {
  const places: number[] = [];
  for (let place = 0; place < doubts.length; place++) if (isOf(predicted[place])) places.push(place);
  return places.sort((a, b) => doubts[a] - doubts[b] || a - b);
}

/**
 * The mean accuracy of groups, weighted by how many images of each are left. The interval is Wilson's for as many plain
 * trials as would leave the same variance, but no more than there were.
 */
function expectedAccuracy(
  groups: readonly { right: number; count: number }[],
  inGroups: readonly number[],
): { accuracy: number; interval: Interval } {
  const total = inGroups.reduce((sum, count) => sum + count, 0);
  let [accuracy, smoothed, variance, trials] = [0, 0, 0, 0];
  groups.forEach(({ right, count }, group) => {
    const weight = inGroups[group] / total;
    if (weight === 0) return;
    // Never quite sure, so that groups without a mistake have a variance too.
    const share = (right + 0.5) / (count + 1);
    accuracy += (weight * right) / count;
    smoothed += weight * share;
    variance += (weight ** 2 * share * (1 - share)) / count;
    trials += count;
  });
  const equal = Math.min(trials, (smoothed * (1 - smoothed)) / variance);
  return { accuracy: Math.min(1, accuracy), interval: wilsonOfShare(Math.min(1, accuracy), equal) };
}

function wilsonOfShare(share: number, trials: number): Interval {
  const [low, high] = wilsonInterval(share * trials, trials);
  return [Math.min(low, share), Math.max(high, share)];
}
