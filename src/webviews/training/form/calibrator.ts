// When a training is tried out for its speed: once the form has been left alone for a while, one at a time.
import type { CalibrateRequest } from '../../../shared/contracts/training';
import type { Calibration } from '../../../shared/contracts/training';
import { type Measured, speedKey } from './estimate';

export interface Wish {
  request: CalibrateRequest;
  /** What the speed depends on beside the request: the data behind its path, the network behind its name. */
  basis: string;
  /** Of the recipe, where the request leaves it open. */
  epochs: number;
}

export type CalibrationState =
  | { state: 'unknown' | 'waiting' | 'measuring' }
  | { state: 'measured'; measured: Measured }
  | { state: 'failed'; message: string };

/** The form is left alone for so long before anything is tried out, milliseconds. */
const SETTLED = 2000;

/** Tries out what is wished for, the first wish first, and keeps what it found. */
export class Calibrator {
  private readonly known = new Map<string, CalibrationState>();
  private wishes: readonly Wish[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: { key: string; controller: AbortController } | undefined;

  /**
   * @param measure rejects when its signal is aborted
   * @param onChange something is known that was not, or is being measured
   */
  constructor(
    private readonly measure: (request: CalibrateRequest, signal: AbortSignal) => Promise<Calibration>,
    private readonly onChange: () => void,
    private readonly settled = SETTLED,
  ) {}

  /** What is known for a wish. */
  stateOf(wish: Wish): CalibrationState {
    const key = keyOf(wish);
    if (this.running?.key === key) return { state: 'measuring' };
    return this.known.get(key) ?? { state: this.timer && this.isWished(key) ? 'waiting' : 'unknown' };
  }

  /** What is wished for now, the most important first. What is measured for another first wish is given up. */
  wish(wishes: readonly Wish[]): void {
    const keys = (of: readonly Wish[]) => of.map(keyOf).join('\n');
    if (keys(wishes) === keys(this.wishes)) {
      this.wishes = wishes;
      return;
    }
    this.wishes = wishes;
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.running && this.running.key !== this.next()) this.stop();
    if (this.next() !== undefined && !this.running) {
      this.timer = setTimeout(() => this.begin(), this.settled);
    }
    this.onChange();
  }

  /** Measures at once, and again what failed. */
  now(): void {
    for (const wish of this.wishes) if (this.known.get(keyOf(wish))?.state === 'failed') this.known.delete(keyOf(wish));
    clearTimeout(this.timer);
    if (!this.running) this.begin();
  }

  /** Gives up what is being measured. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const stopped = this.running;
    this.running = undefined;
    stopped?.controller.abort();
  }

  private isWished(key: string): boolean {
    return this.wishes.some((wish) => keyOf(wish) === key);
  }

  /** The key of the first wish of which nothing is known. */
  private next(): string | undefined {
    return this.wishes.map(keyOf).find((key) => !this.known.has(key));
  }

  private begin(): void {
    this.timer = undefined;
    const key = this.next();
    const wish = this.wishes.find((one) => keyOf(one) === key);
    if (key === undefined || !wish) return;
    const running = (this.running = { key, controller: new AbortController() });
    this.onChange();
    const end = (found: CalibrationState) => {
      if (this.running !== running) return;
      this.running = undefined;
      this.known.set(key, found);
      this.onChange();
      this.begin();
    };
    this.measure(wish.request, running.controller.signal).then(
      (calibration) => end({ state: 'measured', measured: { calibration, epochs: wish.epochs } }),
      (error: unknown) => end({ state: 'failed', message: error instanceof Error ? error.message : String(error) }),
    );
  }
}

function keyOf({ request, basis }: Wish): string {
  return speedKey(request, basis);
}
