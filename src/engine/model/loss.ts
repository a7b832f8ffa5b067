/** What a batch's logits say beside the gradient; sums and arrays over its images. */
export interface BatchScores {
  /** Sum of the cross-entropies in nats, without smoothing and weights. */
  loss: number;
  correct: number;
  /** Of each image, [count]: the logit of its class minus the largest other one (arXiv 2001.10528). */
  margins: Float32Array;
}

export interface LossOptions {
  /** Share of the target that is spread over all classes (Szegedy et al. 2015, arXiv 1512.00567). */
  labelSmoothing?: number;
  /** The weight of each class in the loss, [classes], mean 1 over the training images. */
  classWeights?: Float32Array | null;
}

/** Of one batch, beside what holds for all. */
interface BatchOptions extends LossOptions {
  /** How much each image counts, [count]; absent: 1 each. With class weights both count. */
  weights?: Float32Array;
}

/**
 * Softmax cross-entropy of logits [count, classes] against class numbers [count].
 * With `gradient` ([count, classes]) also the gradient of the mean loss by the logits is written there.
 */
export function scoreLogits(
  logits: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  gradient?: Float32Array,
  { labelSmoothing = 0, classWeights = null, weights }: BatchOptions = {},
): BatchScores {
  const count = labels.length;
  const scores: BatchScores = { loss: 0, correct: 0, margins: new Float32Array(count) };
  for (let i = 0; i < count; i++) {
    const at = i * classes;
    const label = labels[i];
    const given = logits[at + label];
    let other = -Infinity;
    for (let k = 0; k < classes; k++) if (k !== label && logits[at + k] > other) other = logits[at + k]!;
    const largest = Math.max(given, other);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += Math.exp(logits[at + k] - largest);
    scores.loss += Math.log(sum) + largest - given;
    scores.margins[i] = given - other;
    if (given > other) scores.correct++;
    if (!gradient) continue;
    const weight = ((classWeights ? classWeights[label] : 1) * (weights ? weights[i] : 1)) / count;
    for (let k = 0; k < classes; k++) {
      const target = softTarget(k === label, classes, labelSmoothing);
      gradient[at + k] = weight * (Math.exp(logits[at + k] - largest) / sum - target);
    }
  }
  return scores;
}

/** What a probability should be: 1 for the label's, 0 for the others, but for what smoothing spreads over all. */
function softTarget(isLabel: boolean, classes: number, labelSmoothing: number): number {
  return (isLabel ? 1 - labelSmoothing : 0) + labelSmoothing / classes;
}

/** What the probabilities should be, [count, classes]. */
export function softTargets(labels: ArrayLike<number>, classes: number, labelSmoothing = 0): Float32Array {
  const targets = new Float32Array(labels.length * classes).fill(softTarget(false, classes, labelSmoothing));
  const whole = softTarget(true, classes, labelSmoothing);
  for (let i = 0; i < labels.length; i++) targets[i * classes + labels[i]] = whole;
  return targets;
}

/** Weights inverse to the classes' counts, with mean 1 over the images (scikit-learn's `balanced`). */
export function balancedClassWeights(counts: ArrayLike<number>): Float32Array {
  const used = Array.from(counts).filter((count) => count > 0);
  const total = used.reduce((a, b) => a + b, 0);
  return Float32Array.from(counts, (count) => (count > 0 ? total / (used.length * count) : 0));
}

/** Logits as probabilities, [count, classes]: in place. */
export function softmax(logits: Float32Array, classes: number): Float32Array {
  for (let from = 0; from < logits.length; from += classes) {
    const row = logits.subarray(from, from + classes);
    const largest = row.reduce((a, b) => Math.max(a, b));
    let sum = 0;
    row.forEach((logit, label) => (sum += row[label] = Math.exp(logit - largest)));
    row.forEach((power, label) => (row[label] = power / sum));
  }
  return logits;
}
