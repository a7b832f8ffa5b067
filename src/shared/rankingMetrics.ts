// How well a score finds what it looks for: pure functions of scores (higher = more suspect) and the truth.

/** Places of the scores, the highest first; of equal ones, the lower place first. */
export function rankByScore(scores: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: scores.length }, (_, place) => place).sort(
    (a, b) => scores[b] - scores[a] || a - b,
  );
}

/**
 * Average precision: the mean precision at each thing found, over the ranks that the score can tell apart, so that
 * equal scores are taken together (scikit-learn's `average_precision_score`). NaN where there is nothing to find.
 * @param isFound [count], not 0 for what is looked for
 */
export function averagePrecision(scores: ArrayLike<number>, isFound: ArrayLike<number>): number {
  const ranked = rankByScore(scores);
  let [found, foundBefore, sum] = [0, 0, 0];
  ranked.forEach((place, at) => {
    if (isFound[place]) found++;
    const isLastOfEquals = at === ranked.length - 1 || scores[ranked[at + 1]] !== scores[place];
    if (!isLastOfEquals) return;
    sum += ((found - foundBefore) * found) / (at + 1);
    foundBefore = found;
  });
  return sum / found;
}

/** How well a cut does. Shares are 0 to 1; 0 where nothing was flagged or nothing was to be found. */
export interface CutQuality {
  flagged: number;
  found: number;
  precision: number;
  recall: number;
  /** The harmonic mean of both. */
  f1: number;
}

/** Measures flagging the first `flagged` places of a ranking. @param ranked as from `rankByScore` */
export function qualityAtCut(ranked: ArrayLike<number>, isFound: ArrayLike<number>, flagged: number): CutQuality {
  let [found, total] = [0, 0];
  for (let at = 0; at < ranked.length; at++) {
    if (!isFound[ranked[at]]) continue;
    total++;
    if (at < flagged) found++;
  }
  const share = (whole: number) => (whole === 0 ? 0 : found / whole);
  return {
    flagged,
    found,
    precision: share(flagged),
    recall: share(total),
    f1: flagged + total === 0 ? 0 : (2 * found) / (flagged + total),
  };
}
