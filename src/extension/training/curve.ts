import type { EpochMetrics } from '../../shared/contracts/jobs';
import type { StepPoint } from '../../shared/contracts/training';

/** How many points within epochs are kept at most; beyond, neighbours become their mean. */
const POINT_LIMIT = 600;

/** All that is known of a training's course, whoever looks: its epochs, and points within them. */
export class Curve {
  private epochs: EpochMetrics[] = [];
  private kept: StepPoint[] = [];
  /** So many points as they came make one that is kept. */
  private stride = 1;
  /** Came, and are not yet enough for a point. */
  private rest: StepPoint[] = [];

  get history(): readonly EpochMetrics[] {
    return this.epochs;
  }

  /** At most 600; the last point that came is always among them. */
  get points(): readonly StepPoint[] {
    return this.rest.length ? [...this.kept, meanPoint(this.rest)] : this.kept;
  }

  addEpoch(metrics: EpochMetrics): void {
    // After a resume an epoch may come once more: the one that counts is the later.
    this.epochs = [...this.epochs.filter(({ epoch }) => epoch < metrics.epoch), metrics];
  }

  addPoint(point: StepPoint): void {
    this.rest.push(point);
    if (this.rest.length < this.stride) return;
    this.kept.push(meanPoint(this.rest));
    this.rest = [];
    // One less than the limit, so that there is room for what came last.
    if (this.kept.length < POINT_LIMIT) return;
    this.kept = Array.from({ length: this.kept.length / 2 }, (_, index) =>
      meanPoint(this.kept.slice(2 * index, 2 * index + 2)),
    );
    this.stride *= 2;
  }

  /** Goes back to the end of an epoch that is on the disk: what came after it is trained anew. */
  goBackTo(history: readonly EpochMetrics[]): void {
    this.epochs = [...history];
    const done = history.at(-1)?.epoch ?? 0;
    this.kept = this.kept.filter(({ epoch }) => epoch <= done);
    this.rest = [];
  }
}

/** The mean of neighbouring points, at the place of the last. */
function meanPoint(points: readonly StepPoint[]): StepPoint {
  const mean = (of: (point: StepPoint) => number) =>
    points.reduce((total, point) => total + of(point), 0) / points.length;
  return {
    epoch: points.at(-1)!.epoch,
    loss: mean(({ loss }) => loss),
    accuracy: mean(({ accuracy }) => accuracy),
    learningRate: points.at(-1)!.learningRate,
    imagesPerSecond: mean(({ imagesPerSecond }) => imagesPerSecond),
  };
}
