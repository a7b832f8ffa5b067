import type { StepPoint } from '../../shared/contracts/training';
import type { Score } from './trainer';

/** The least time between two points, seconds. */
const INTERVAL = 0.1;

/** Joins the steps of an epoch into points of the curve, at most ten a second, and one at its end. */
export class StepPoints {
  private loss = 0;
  private correct = 0;
  private count = 0;
  private since: number;

  /**
   * @param now seconds, of a clock that stands still while training does
   * @param emit told each point
   */
  constructor(
    private readonly now: () => number,
    private readonly emit: (point: StepPoint) => void,
  ) {
    this.since = now();
  }

  /**
   * @param epoch epochs done after this step, with fraction
   * @param isLast of its epoch: the point is told at once
   */
  add(score: Score, epoch: number, learningRate: number, isLast: boolean): void {
    this.loss += score.loss * score.count;
    this.correct += score.accuracy * score.count;
    this.count += score.count;
    const time = this.now();
    if (time - this.since < INTERVAL && !isLast) return;
    const { loss, correct, count } = this;
    // A clock may not have moved on between two steps.
    const imagesPerSecond = count / Math.max(time - this.since, 1e-3);
    this.emit({ epoch, loss: loss / count, accuracy: correct / count, learningRate, imagesPerSecond });
    this.loss = this.correct = this.count = 0;
    this.since = time;
  }
}
