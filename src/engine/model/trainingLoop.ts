import * as l10n from '@vscode/l10n';
import { shareText } from '../../shared/numbers';
import { wilsonInterval } from '../../shared/statistics';
import type { EpochMetrics } from '../../shared/contracts/jobs';
import type { StepPoint } from '../../shared/contracts/training';
import type { Checkpoint } from './checkpoint';
import type { Weights } from './forwardBackward';
import { StepPoints } from './stepPoints';
import type { Score, Trainer } from './trainer';
import type { TrainingData } from './trainingData';

/** How the loop talks to whoever runs it. Times are in seconds. */
export interface LoopOptions {
  epochs: number;
  /** Stop after so many epochs, whatever the schedule was made for. */
  lastEpoch?: number;
  /** Epochs without a better one before it stops; 0 = never. */
  patience: number;
  /** Whether mirroring is decided on the way. */
  decideFlip: boolean;
  /** Where an earlier process got to. */
  from: Checkpoint | null;
  signal: AbortSignal;
  /** Seconds on a clock that only runs forward, and stands still while `hold` holds. */
  now: () => number;
  /** Awaited before each step. */
  hold: () => Promise<void> | undefined;
  stepped: (point: StepPoint) => void;
  progress: (message: string, fraction: number, secondsLeft?: number) => void;
  note: (line: string) => void;
  /** The margins of an epoch, [images given to train]; told before the epoch's end. */
  keepMargins: (margins: Float32Array) => Promise<void>;
  /** A whole epoch is done. */
  epochEnded: (checkpoint: Omit<Checkpoint, 'seconds'>) => Promise<void>;
}

export interface LoopResult {
  history: EpochMetrics[];
  best: Checkpoint['best'];
  /** A signal ended it before its time. */
  stopped: boolean;
}

/**
 * With `flip: auto`, pictures are mirrored in training if validation images are recognised in the mirror as well: at
 * this share or more of their accuracy. It is asked after a third of the epochs, when a network that never saw a
 * mirrored picture knows its classes well enough to tell. Letters and digits turn into others in the mirror, and shoes
 * that all point one way gain nothing from pointing the other.
 */
const MIRROR_SHARE = 0.98;
const MIRROR_ASKED_AT = 1 / 3;

/** Trains epoch after epoch, validates each, and keeps the weights of the best one. */
export async function runEpochs(trainer: Trainer, data: TrainingData, options: LoopOptions): Promise<LoopResult> {
  const { epochs, patience, now } = options;
  const aborted = () => options.signal.aborted;
  const history = [...(options.from?.history ?? [])];
  let best = options.from?.best ?? null;
  const begun = now();
  const before = history.length;
  const bestMetrics = () => history.find(({ epoch }) => epoch === best?.epoch);

  while (history.length < Math.min(epochs, options.lastEpoch ?? epochs)) {
    await options.hold();
    if (aborted()) break;
    const epoch = history.length + 1;
    if (best && patience && history.length - best.epoch >= patience) {
      options.note(l10n.t('stopped early: no better epoch since epoch {0}', best.epoch));
      break;
    }
    const started = now();
    const margins = new Float32Array(data.train.indices.length).fill(NaN);
    let steps = 0;
    const points = new StepPoints(now, options.stepped);
    const trained = await trainer.runEpoch(epoch, margins, async (step, score) => {
      steps = step;
      const isLast = step === trainer.stepsPerEpoch;
      points.add(score, epoch - 1 + step / trainer.stepsPerEpoch, trainer.learningRate, isLast);
      const done = (epoch - 1 + (step / trainer.stepsPerEpoch) * STEPS_SHARE) / epochs;
      const share = done - before / epochs;
      options.progress(l10n.t('epoch {0} of {1}', epoch, epochs), done, ((now() - begun) / share) * (1 - done));
      await new Promise(setImmediate);
      if (!isLast) await options.hold();
      return !aborted();
    });
    const seconds = now() - started;
    const whole = steps === trainer.stepsPerEpoch;
    // A part of an epoch is dropped, unless it is all that was learnt.
    if (!whole && best) break;
    const validationMargins = new Float32Array(data.validation.indices.length);
    const validated = await trainer.score(data.validation, { margins: validationMargins });
    const metrics = metricsOf(epoch, trained, validated, seconds, trainer);
    history.push(metrics);
    const soFar = bestMetrics();
    if (!soFar || isBetter(metrics, soFar)) best = { epoch, weights: copyOf(trainer.learnt) };
    await options.keepMargins(inPlaces(data, margins, validationMargins));
    if (!whole) {
      options.note(l10n.t('stopped within epoch 1, after {0} of its {1} steps', steps, trainer.stepsPerEpoch));
      break;
    }
    const asked = options.decideFlip && epoch === Math.ceil(epochs * MIRROR_ASKED_AT) && epoch < epochs;
    const decision = asked ? await decideFlip(trainer, data, validated) : null;
    await options.epochEnded({ history, state: trainer.state, best: best! });
    if (decision) options.note(decision);
  }
  if (!best) throw options.signal.reason;
  if (!aborted() && !isBetterThanGuessing(bestMetrics()!.validationAccuracy, data)) {
    options.note(
      l10n.t(
        'not shown to be better than answering the most frequent class: try a lower learning rate, more epochs or more data',
      ),
    );
  }
  return { history, best, stopped: aborted() };
}

/** About how much of an epoch its steps take; the rest is validation. */
const STEPS_SHARE = 0.96;

function metricsOf(epoch: number, trained: Score, validated: Score, seconds: number, trainer: Trainer): EpochMetrics {
  return {
    epoch,
    trainLoss: trained.loss,
    trainAccuracy: trained.accuracy,
    validationLoss: validated.loss,
    validationAccuracy: validated.accuracy,
    learningRate: trainer.learningRate,
    seconds,
    imagesPerSecond: trained.count / seconds,
  };
}

/** The better epoch has the higher validation accuracy; between equals, the lower loss. */
function isBetter(a: EpochMetrics, b: EpochMetrics): boolean {
  if (a.validationAccuracy !== b.validationAccuracy) return a.validationAccuracy > b.validationAccuracy;
  return a.validationLoss < b.validationLoss;
}

function copyOf({ parameters, statistics }: Weights): Weights {
  return { parameters: parameters.slice(), statistics: statistics.slice() };
}

/** The margins of all images given to train, each in its place; NaN of those left out. */
function inPlaces({ places }: TrainingData, train: Float32Array, validation: Float32Array): Float32Array {
  const all = new Float32Array(places.count).fill(NaN);
  places.train.forEach((place, k) => (all[place] = train[k]));
  places.validation.forEach((place, k) => (all[place] = validation[k]));
  return all;
}

/** Yields what was decided, and why, for a person. */
async function decideFlip(trainer: Trainer, data: TrainingData, plain: Score): Promise<string> {
  const recognised = shareText(plain.accuracy);
  if (!isBetterThanGuessing(plain.accuracy, data)) {
    return l10n.t(
      'validation images are recognised at {0}, too few to try them in the mirror: training images are not mirrored',
      recognised,
    );
  }
  const mirrored = await trainer.score(data.validation, { mirrored: true });
  trainer.state.flip = mirrored.accuracy >= MIRROR_SHARE * plain.accuracy;
  const inMirror = shareText(mirrored.accuracy);
  return trainer.state.flip
    ? l10n.t(
        'validation images are recognised at {0}, mirrored at {1}: training images are mirrored at random from now on',
        recognised,
        inMirror,
      )
    : l10n.t(
        'validation images are recognised at {0}, mirrored at {1}: training images are not mirrored',
        recognised,
        inMirror,
      );
}

/** Whether a validation accuracy is above that of always answering the most frequent class, beyond chance (95%). */
function isBetterThanGuessing(accuracy: number, { validation, classNames }: TrainingData): boolean {
  const count = validation.indices.length;
  const counts = new Array<number>(classNames.length).fill(0);
  for (const index of validation.indices) counts[validation.labels[index]]++;
  const [low] = wilsonInterval(Math.round(accuracy * count), count);
  return low > Math.max(...counts) / count;
}
