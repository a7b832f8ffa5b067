import readline from 'node:readline';
import type { WriteStream } from 'node:tty';
import type { Progress } from '../shared/contracts/jobs';
import { formatDuration, printable } from './formatting';

/** Without a terminal: seconds between two lines about one thing, and about two. */
const SECONDS_SAME = 10;
const SECONDS_NEXT = 2;

const BAR_WIDTH = 24;

/** Shows how far a job is: a bar that is redrawn on a terminal, now and then a plain line elsewhere (a log, a pipe). */
export class ProgressDisplay {
  private drawn = false;
  private lastMessage = '';
  private lastTime: number;

  /** @param now seconds, of a clock that only goes forward */
  constructor(
    private readonly stream: NodeJS.WriteStream | NodeJS.WritableStream,
    private readonly now: () => number = () => performance.now() / 1000,
  ) {
    // What is over within seconds needs no lines about its progress.
    this.lastTime = now();
  }

  update(progress: Progress): void {
    if (isTerminal(this.stream)) this.draw(this.stream, progress);
    else this.tellNowAndThen(progress);
  }

  /** A line that stays, above the bar. */
  note(line: string): void {
    this.clear();
    this.stream.write(`${printable(line)}\n`);
  }

  /** Takes the bar away. */
  clear(): void {
    if (!this.drawn || !isTerminal(this.stream)) return;
    readline.cursorTo(this.stream, 0);
    readline.clearLine(this.stream, 0);
    this.drawn = false;
  }

  private draw(terminal: WriteStream, progress: Progress): void {
    const filled = Math.round(clamp(progress.fraction) * BAR_WIDTH);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
    readline.cursorTo(terminal, 0);
    // Some terminals do not tell their width. One column is left free: a full line would wrap, and the next redraw would leave it behind.
    terminal.write(`${bar} ${describe(progress)}`.slice(0, (terminal.columns || 80) - 1));
    readline.clearLine(terminal, 1);
    this.drawn = true;
  }

  private tellNowAndThen(progress: Progress): void {
    const time = this.now();
    const wait = progress.message === this.lastMessage ? SECONDS_SAME : SECONDS_NEXT;
    if (time - this.lastTime < wait) return;
    this.lastTime = time;
    this.lastMessage = progress.message;
    this.stream.write(`${describe(progress)}\n`);
  }
}

function describe({ message, fraction, secondsLeft }: Progress): string {
  const percent = `${Math.floor(clamp(fraction) * 100)}%`.padStart(4);
  const left = secondsLeft === undefined ? '' : `, ${formatDuration(secondsLeft)} left`;
  return `${percent}  ${printable(message)}${left}`;
}

function clamp(fraction: number): number {
  return Math.min(1, Math.max(0, fraction || 0));
}

function isTerminal(stream: NodeJS.WriteStream | NodeJS.WritableStream): stream is WriteStream {
  return 'isTTY' in stream && stream.isTTY;
}
