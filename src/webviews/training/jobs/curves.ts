// The curves of a training, as charts.
import * as l10n from '@vscode/l10n';
import type { EpochMetrics } from '../../../shared/contracts/jobs';
import type { StepPoint } from '../../../shared/contracts/training';
import { figuresText } from '../../../shared/numbers';
import type { AxisSpec, ChartSpec } from '../../shared/chartSpec';
import { writeLoss, writeRate, writeShare } from '../words';

export interface Curve {
  history: readonly EpochMetrics[];
  points: readonly StepPoint[];
  /** Epochs that are to be trained. */
  epochs: number;
}

const TRAINING = l10n.t('training');
const VALIDATION = l10n.t('validation');
const WITHIN = l10n.t('training, within the epoch');
const EMPTY = l10n.t('The first figures come with the first steps.');

export function accuracyChart({ history, points, epochs }: Curve): ChartSpec {
  const seen = inSight(history).flatMap((epoch) => [epoch.trainAccuracy, epoch.validationAccuracy]);
  const lowest = Math.min(...seen.filter(Number.isFinite));
  return {
    title: l10n.t('Accuracy'),
    kind: 'line',
    x: epochAxis(epochs, history.length),
    y: {
      label: l10n.t('accuracy'),
      format: writeShare,
      ...(history.length > 1 && Number.isFinite(lowest) && { min: floorTo(lowest - 0.005, 0.02) }),
    },
    empty: EMPTY,
    series: [
      {
        name: WITHIN,
        color: 'blue',
        faint: true,
        points: points.map(({ epoch, accuracy }) => ({ x: epoch, y: accuracy })),
      },
      {
        name: TRAINING,
        color: 'blue',
        dashed: true,
        shadeTo: VALIDATION,
        points: history.map(({ epoch, trainAccuracy }) => ({ x: epoch, y: trainAccuracy })),
      },
      {
        name: VALIDATION,
        color: 'orange',
        points: history.map(({ epoch, validationAccuracy }) => ({ x: epoch, y: validationAccuracy })),
      },
    ],
  };
}

export function lossChart({ history, points, epochs }: Curve): ChartSpec {
  const seen = inSight(history).flatMap((epoch) => [epoch.trainLoss, epoch.validationLoss]);
  const highest = Math.max(...seen.filter(Number.isFinite));
  return {
    title: l10n.t('Loss'),
    kind: 'line',
    x: epochAxis(epochs, history.length),
    y: {
      label: l10n.t('cross-entropy'),
      unit: l10n.t('nats'),
      format: (value) => writeLoss(value, 2),
      ...(history.length > 1 &&
        Number.isFinite(highest) && { max: ceilTo(1.02 * highest, highest > 0.5 ? 0.1 : 0.05) }),
    },
    empty: EMPTY,
    series: [
      { name: WITHIN, color: 'blue', faint: true, points: points.map(({ epoch, loss }) => ({ x: epoch, y: loss })) },
      {
        name: TRAINING,
        color: 'blue',
        dashed: true,
        shadeTo: VALIDATION,
        points: history.map(({ epoch, trainLoss }) => ({ x: epoch, y: trainLoss })),
      },
      {
        name: VALIDATION,
        color: 'orange',
        points: history.map(({ epoch, validationLoss }) => ({ x: epoch, y: validationLoss })),
      },
    ],
  };
}

export function rateChart({ history, points, epochs }: Curve): ChartSpec {
  const steps = points.map(({ epoch, learningRate }) => ({ x: epoch, y: learningRate }));
  const ends = history.map(({ epoch, learningRate }) => ({ x: epoch, y: learningRate }));
  return {
    title: l10n.t('Learning rate'),
    kind: 'line',
    x: epochAxis(epochs, history.length),
    y: { label: l10n.t('learning rate'), min: 0, format: writeRate },
    empty: EMPTY,
    series: [{ name: l10n.t('learning rate'), color: 'purple', plain: true, points: steps.length > 0 ? steps : ends }],
  };
}

/**
 * The epochs that the axis is made for: from the second one on, the first steps would squeeze what matters, the gap,
 * into a line; so, from four on, the steep first third runs out of the chart.
 */
function inSight(history: readonly EpochMetrics[]): readonly EpochMetrics[] {
  return history.length < 4 ? history : history.slice(Math.floor(history.length / 3));
}

/** The whole way there is to go; of a long one the part that has begun, so that the curve is not a line at the left. */
function epochAxis(epochs: number, done: number): AxisSpec {
  const far = Math.max(20, 10 * Math.ceil((1.5 * done) / 10));
  return {
    label: l10n.t('epoch'),
    whole: true,
    min: 0,
    max: epochs > 0 ? Math.min(epochs, far) : undefined,
    format: (x) => figuresText(Number(x.toFixed(2)), 6),
  };
}

/** At most so many points are kept; beyond, neighbours are joined to their mean. */
export const MOST_POINTS = 1200;

/** The points with one more. */
export function withPoint(points: readonly StepPoint[], point: StepPoint): StepPoint[] {
  const all = [...points, point];
  return all.length > MOST_POINTS ? joinNeighbours(all) : all;
}

function joinNeighbours(points: readonly StepPoint[]): StepPoint[] {
  const joined: StepPoint[] = [];
  for (let at = 0; at < points.length; at += 2) {
    const a = points[at];
    const b = points[at + 1] ?? a;
    joined.push({
      epoch: (a.epoch + b.epoch) / 2,
      loss: (a.loss + b.loss) / 2,
      accuracy: (a.accuracy + b.accuracy) / 2,
      learningRate: (a.learningRate + b.learningRate) / 2,
      imagesPerSecond: (a.imagesPerSecond + b.imagesPerSecond) / 2,
    });
  }
  return joined;
}

/** The history with one more epoch, in its place. */
export function withEpoch(history: readonly EpochMetrics[], metrics: EpochMetrics): EpochMetrics[] {
  return [...history.filter(({ epoch }) => epoch < metrics.epoch), metrics];
}

function floorTo(value: number, step: number): number {
  return Math.max(0, Number((Math.floor(value / step) * step).toFixed(4)));
}

function ceilTo(value: number, step: number): number {
  return Number((Math.ceil(value / step) * step).toFixed(4));
}
