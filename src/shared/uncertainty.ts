// How unsure a model is of an image: scores from its class probabilities, higher where it is more doubtful. Pure functions
// (Settles 2009, "Active learning literature survey", section 3.1).

/** The ways to measure doubt. */
export const UNCERTAINTIES = ['margin', 'entropy', 'least-confidence'] as const;
export type Uncertainty = (typeof UNCERTAINTIES)[number];

/** Whether a score is one of them. */
export function isUncertainty(score: string): score is Uncertainty {
  return (UNCERTAINTIES as readonly string[]).includes(score);
}

/**
 * The doubt of each image, [count].
 *
 * - `margin`: 1 less the difference between the two largest probabilities; 0 = certain, 1 = undecided.
 * - `entropy`: in nats, 0 to ln(classCount).
 * - `least-confidence`: 1 less the largest probability; 0 to 1 - 1 / classCount.
 * @param probabilities [count, classCount] row-major, calibrated ones
 */
export function measureUncertainty(
  probabilities: Float32Array,
  classCount: number,
  uncertainty: Uncertainty,
): Float64Array {
  const measure = { margin: marginDoubt, entropy, 'least-confidence': leastConfidence }[uncertainty];
  return Float64Array.from({ length: probabilities.length / classCount }, (_, image) =>
    measure(probabilities.subarray(image * classCount, (image + 1) * classCount)),
  );
}

/**
 * The largest and the second largest probability, and the sum of all but the largest: where the model is so sure that the
 * largest one rounds to 1, that sum alone still tells images apart.
 */
function lookAt(probabilities: Float32Array): { first: number; second: number; others: number } {
  let [first, second, others] = [0, 0, 0];
  for (const probability of probabilities) {
    if (probability > first) {
      others += first;
      [first, second] = [probability, first];
    } else {
      others += probability;
      if (probability > second) second = probability;
    }
  }
  return { first, second, others };
}

function marginDoubt(probabilities: Float32Array): number {
  const { second, others } = lookAt(probabilities);
  return others + second;
}

function entropy(probabilities: Float32Array): number {
  const { first, others } = lookAt(probabilities);
  let total = 0;
  for (const probability of probabilities) if (probability > 0) total -= probability * Math.log(probability);
  // The logarithm of the largest one, from what is missing to 1.
  return first > 0.5 ? total + first * (Math.log(first) - Math.log1p(-others)) : total;
}

function leastConfidence(probabilities: Float32Array): number {
  return lookAt(probabilities).others;
}
