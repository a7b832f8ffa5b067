// Pure descriptive statistics over lists of numbers.

/** Two bounds, the lower one first. */
export type Interval = readonly [lower: number, upper: number];

/**
 * 0 to 1.
 * @minimum 0
 * @maximum 1
 */
export type Share = number;

/**
 * How many.
 * @asType integer
 * @minimum 0
 */
export type Count = number;

/** What a list of numbers looks like. */
export interface Summary {
  count: number;
  mean: number;
  /** Of the population: divided by n. */
  sd: number;
  /**
   * The Fisher-Pearson coefficient g1 = m3 / m2^(3/2), with the population's moments (`scipy.stats.skew`): above 0 the
   * longer tail is on the right. 0 where all values are the same.
   */
  skewness: number;
  minimum: number;
  /** Linear between the two nearest values (Hyndman and Fan 1996, type 7; numpy's default). */
  lowerQuartile: number;
  median: number;
  upperQuartile: number;
  maximum: number;
}

/** Describes a list of numbers; all zero for an empty one. */
export function summarize(values: ArrayLike<number>): Summary {
  const count = values.length;
  if (count === 0) {
    const nothing = {
      mean: 0,
      sd: 0,
      skewness: 0,
      minimum: 0,
      lowerQuartile: 0,
      median: 0,
      upperQuartile: 0,
      maximum: 0,
    };
    return { count, ...nothing };
  }
  const sorted = Float64Array.from(values).sort();
  let sum = 0;
  for (const value of sorted) sum += value;
  const mean = sum / count;
  let squares = 0;
  let cubes = 0;
  for (const value of sorted) {
    const difference = value - mean;
    squares += difference * difference;
    cubes += difference * difference * difference;
  }
  const variance = squares / count;
  const spread = sorted[0] !== sorted[count - 1];
  return {
    count,
    mean,
    sd: spread ? Math.sqrt(variance) : 0,
    skewness: spread ? cubes / count / variance ** 1.5 : 0,
    minimum: sorted[0],
    lowerQuartile: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    upperQuartile: quantile(sorted, 0.75),
    maximum: sorted[count - 1],
  };
}

/** The value below which the share `share` (0 to 1) of an ascending, non-empty list lies; linear between neighbours. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}

/** Equal-width bins over [from, to]; the last one includes `to`. */
export interface Histogram {
  from: number;
  to: number;
  /** Values in each bin, left to right. */
  counts: number[];
}

/** Counts values into `bins` equal-width bins; what lies outside [from, to] falls into the first or the last one. */
export function histogram(values: ArrayLike<number>, from: number, to: number, bins: number): Histogram {
  const counts = new Array<number>(bins).fill(0);
  for (let index = 0; index < values.length; index++) {
    const bin = Math.floor(((values[index] - from) / (to - from)) * bins);
    counts[Math.max(0, Math.min(bins - 1, bin))]++;
  }
  return { from, to, counts };
}

/** The 0.975 quantile of the standard normal distribution: for intervals at 95%. */
export const Z_95 = 1.959963984540054;

/**
 * The interval for a share of which `successes` of `total` were seen (Wilson 1927, "Probable inference, the law of
 * succession, and statistical inference"): it stays within 0 to 1 and holds for few trials too. [0, 1] for none.
 */
export function wilsonInterval(successes: number, total: number, z = Z_95): Interval {
  if (total === 0) return [0, 1];
  const share = successes / total;
  const centre = share + (z * z) / (2 * total);
  const margin = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  const scale = 1 + (z * z) / total;
  return [successes === 0 ? 0 : (centre - margin) / scale, successes === total ? 1 : (centre + margin) / scale];
}

/**
 * The value that Student's t with so many degrees of freedom (a whole number, 1 or more) does not exceed with
 * probability `share` (0.5 to 1, exclusive): by bisection of the exact distribution function.
 */
export function studentTQuantile(share: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (studentTBelow(high, freedom) < share) high *= 2;
  for (let round = 0; round < 100; round++) {
    const middle = (low + high) / 2;
    if (studentTBelow(middle, freedom) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The probability of a value below `t` (0 or more): the finite series of Abramowitz and Stegun 26.7.3 and 26.7.4. */
function studentTBelow(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const squared = Math.cos(angle) ** 2;
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? Math.cos(angle) : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < freedom; k += 2) {
    term *= ((k - 1) / k) * squared;
    sum += term;
  }
  const within = isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  return (1 + within) / 2;
}

/** The mean of some values and its interval at 95% (Student's t); null below two. All NaN and null for none. */
export function meanInterval(values: readonly number[]): { mean: number; interval: Interval | null } {
  const count = values.length;
  const mean = values.reduce((total, value) => total + value, 0) / count;
  if (count < 2) return { mean, interval: null };
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  const margin = studentTQuantile(0.975, count - 1) * Math.sqrt(squares / (count - 1) / count);
  return { mean, interval: [mean - margin, mean + margin] };
}

/** How often something was seen, of how many times. */
export interface Trials {
  successes: number;
  total: number;
}

/**
 * The interval at 95% for the share in `a` less the share in `b`, of different images: "square-and-add" of both Wilson
 * intervals (Newcombe 1998, "Interval estimation for the difference between independent proportions", method 10). It
 * holds for few trials too.
 */
export function differenceInterval(a: Trials, b: Trials): Interval {
  const [shareA, shareB] = [a, b].map(({ successes, total }) => (total === 0 ? 0.5 : successes / total));
  const [lowerA, upperA] = wilsonInterval(a.successes, a.total);
  const [lowerB, upperB] = wilsonInterval(b.successes, b.total);
  const difference = shareA - shareB;
  return [
    difference - Math.hypot(shareA - lowerA, upperB - shareB),
    difference + Math.hypot(upperA - shareA, shareB - lowerB),
  ];
}

/** Whether two shares, of different images, differ by more than the choice of images explains, at 95%. */
export function differBeyondChance(a: Trials, b: Trials): boolean {
  const [lower, upper] = differenceInterval(a, b);
  return lower > 0 || upper < 0;
}
