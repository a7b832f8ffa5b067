// What the review knows: the queue, what stands decided, where the person is. The parts of the view show it and change it.
import type { CorrectionsState, ImageDecision } from '../../shared/contracts/decisions';
import type { DataProgress } from '../../shared/contracts/explorer';
import type { Prediction, ReviewProgress } from '../../shared/contracts/review';
import {
  DEFAULT_REVIEW_KEYS,
  type ReviewKeys,
  type ReviewSide,
  type ReviewSnapshot,
} from '../../shared/contracts/reviewView';
import type { QueueFilter } from '../../shared/reviewOrder';
import { isReviewed } from '../../shared/reviewProgress';
import type { Connection, Silent } from '../../shared/rpc';
import { isCancelled, Images } from '../shared/images';
import { type Change, Changes } from './changes';
import { Deciding } from './deciding';
import { DetailsCache } from './detailsCache';
import { isEmpty, passes } from './filters';
import { type Done, undoStack } from './history';
import { forReview, type Kept } from './kept';
import {
  comingAfter,
  type Entry,
  type Looking,
  nextOpen,
  placeOfPosition,
  sequenceOf,
  type Standing,
  step,
} from './sequence';

export type Extension = Connection<Silent, ReviewSide>;

/** How many pictures are loaded before their turn, and how many of those that were decided. */
const AHEAD = 10;
const BEFORE = 5;
/** Longer pauses do not count as time spent deciding, milliseconds. */
const PAUSE = 60_000;

export class Review extends Changes {
  /** Undefined as long as the queue is read, or when it cannot be read. */
  snapshot: ReviewSnapshot | undefined;
  /** Why it cannot be read. */
  problem: Error | undefined;
  opening: DataProgress | undefined;
  entries: Entry[] = [];
  /** In the queue's order. */
  decisions: (ImageDecision | null)[] = [];
  progress!: ReviewProgress;
  corrections: CorrectionsState | undefined;
  keys: ReviewKeys = DEFAULT_REVIEW_KEYS;
  /** The place of the shown entry; the number of entries: the end. */
  at = 0;
  /** The data on the disk has changed. */
  hasChanged = false;
  notice: { kind: 'info' | 'error'; text: string } | undefined;
  /** Decisions since the view was loaded. */
  answers = 0;
  readonly images: Images;
  readonly details: DetailsCache;
  readonly deciding = new Deciding(this);
  /** Where in the queue each image of the data is. */
  private positions = new Map<number, number[]>();
  private byKey = new Map<string, Entry>();
  private shownSince = performance.now();
  private stack: Done[] | undefined;
  /** Answers to older questions about decisions are outdated. */
  private asking = 0;

  constructor(
    readonly extension: Extension,
    public kept: Kept,
    /** Keeps `kept`. */
    readonly keep: () => void,
    private readonly saveProgress: (progress: ReviewProgress) => void,
  ) {
    super();
    this.images = new Images(extension, (error) => this.notify('error', error.message));
    this.details = new DetailsCache(this.images, (image) =>
      this.tell(this.current?.image === image ? 'entry' : 'ahead'),
    );
  }

  notify(kind: 'info' | 'error', text: string): void {
    this.notice = { kind, text };
    this.tell('notice');
  }

  /** Asks the extension for something that has no answer; what does not work is told on top of the view. */
  ask(method: 'startAnother' | 'trainWithCorrections'): void {
    this.extension.call(method, null).catch((error: unknown) => {
      if (!isCancelled(error)) this.notify('error', (error as Error).message);
    });
  }

  async load(): Promise<void> {
    this.problem = undefined;
    this.tell('data');
    try {
      this.show(await this.extension.call('ready', null));
    } catch (error) {
      if (!isCancelled(error)) this.fail(error as Error);
    }
  }

  fail(error: Error): void {
    this.problem = error;
    this.snapshot = undefined;
    this.images.opened = undefined;
    this.tell('data');
  }

  show(snapshot: ReviewSnapshot): void {
    this.snapshot = snapshot;
    this.problem = undefined;
    this.hasChanged = false;
    this.images.opened = snapshot.opened;
    this.images.model = snapshot.queue.runId;
    this.details.forget();
    this.kept = forReview(this.kept, snapshot.reviewFolder);
    this.decisions = [...snapshot.decisions];
    this.progress = snapshot.progress;
    this.corrections = snapshot.corrections;
    this.keys = snapshot.keys;
    this.positions = new Map();
    snapshot.images.forEach((image, position) => {
      if (image >= 0) this.positions.set(image, [...(this.positions.get(image) ?? []), position]);
    });
    this.reorder();
    this.at = this.placeAtFirst();
    this.shownSince = performance.now();
    this.asking++;
    this.want();
    this.tell('data', 'entry', 'decisions', 'filter', 'mode', 'note', 'keys', 'corrections', 'check', 'saving');
    this.deciding.restore();
    this.deciding.settle();
    this.keep();
  }

  /** What is shown; undefined at the end. */
  get current(): Entry | undefined {
    return this.entries[this.at];
  }

  /** What can be taken back, the newest last. */
  get done(): readonly Done[] {
    return (this.stack ??= undoStack(
      this.entries,
      (entry) => this.standing(entry),
      this.kept.local,
      ({ key, kind }) => {
        const entry = this.entryOf(key);
        return entry !== undefined && (kind === 'skip' ? this.isSkipped(entry) : this.standing(entry) !== null);
      },
      this.snapshot!.reviewer,
    ));
  }

  forgetStack(): void {
    this.stack = undefined;
  }

  entryOf(key: string): Entry | undefined {
    return this.byKey.get(key);
  }

  /** What stands decided about an entry. */
  standing(entry: Entry): Standing | null {
    if (entry.planted === null) {
      const made = this.decisions[entry.position];
      return made?.decision ? { ...made, decision: made.decision } : null;
    }
    const answer = this.progress.check?.planted[entry.planted]?.answer;
    if (!answer) return null;
    return { ...answer, reviewer: this.snapshot!.reviewer, reviewedAt: '', note: '', isConflict: false, verdicts: [] };
  }

  isOpen(entry: Entry): boolean {
    if (entry.image < 0) return false;
    if (entry.planted !== null) return this.standing(entry) === null;
    return !isReviewed(this.decisions[entry.position], this.snapshot!.queue);
  }

  isSkipped({ imageId }: Entry): boolean {
    return this.progress.skipped.includes(imageId);
  }

  get looking(): Looking {
    const skipped = new Set(this.progress.skipped);
    const { filter } = this.kept;
    return {
      entries: this.entries,
      isOpen: (entry) => this.isOpen(entry),
      isSkipped: ({ imageId }) => skipped.has(imageId),
      passes: isEmpty(filter) ? () => true : (entry) => passes(filter, entry),
    };
  }

  /** The most probable classes: those of the queue, which are calibrated, else as the data process knows them. */
  predictions({ predictions, image }: Entry): readonly Prediction[] {
    return predictions.length > 0 ? predictions : (this.details.get(image)?.details.predictions ?? []);
  }

  /** The class that the model gives it: as it is shown. */
  predicted(entry: Entry): number | null {
    return this.predictions(entry).at(0)?.label ?? entry.predicted;
  }

  /** The places of those that come next. */
  coming(count = AHEAD): number[] {
    return comingAfter(this.looking, this.at, count);
  }

  goTo(place: number): void {
    this.at = Math.max(0, Math.min(place, this.entries.length));
    const { current } = this;
    this.kept.at = current?.key ?? 'end';
    this.kept.revisits = current !== undefined && !this.isOpen(current);
    this.progress.position = current?.position ?? this.snapshot!.queue.images.length;
    this.shownSince = performance.now();
    this.tell('entry');
    this.want();
    this.keep();
    this.saveProgress(this.progress);
  }

  /** To the first picture that is open, from the beginning. */
  goToOpen(): void {
    this.goTo(nextOpen(this.looking, -1));
  }

  move(direction: 1 | -1): void {
    this.goTo(step(this.looking, this.at, direction));
  }

  setFilter(filter: QueueFilter): void {
    this.kept.filter = filter;
    const { current, looking } = this;
    this.tell('filter');
    this.goTo(current && looking.passes(current) ? this.at : nextOpen(looking, this.at - 1));
  }

  setMode(mode: Kept['mode']): void {
    this.kept.mode = mode;
    this.shownSince = performance.now();
    this.tell('mode');
    this.keep();
  }

  setNote(text: string): void {
    const { current } = this;
    if (!current) return;
    this.kept.note = text ? { key: current.key, text } : null;
    this.tell('note');
    this.keep();
  }

  /** Other images are planted: the order is made anew, and the shown one stays. */
  setCheck(check: ReviewProgress['check']): void {
    const shown = this.current;
    this.progress.check = check;
    this.deciding.forgetPlanted();
    this.kept.local = this.kept.local.filter(({ kind }) => kind !== 'planted');
    this.kept.redo = this.kept.redo.filter((acts) => acts.every(({ key }) => key.startsWith('q')));
    this.reorder();
    const same = shown?.planted === null ? this.entries.findIndex(({ key }) => key === shown.key) : -1;
    const position = shown?.position ?? Infinity;
    this.goTo(same >= 0 ? same : placeOfPosition(this.entries, position, (entry) => this.isOpen(entry)));
    this.changed('check', 'filter');
  }

  /** What the data process answered to a decision. */
  decided(decisions: readonly ImageDecision[]): void {
    this.asking++;
    for (const decision of decisions) {
      for (const position of this.positions.get(decision.image) ?? []) this.decisions[position] = decision;
    }
  }

  /** The corrections file changed: what stands decided is asked for anew. */
  async correctionsChanged(state: CorrectionsState): Promise<void> {
    this.corrections = state;
    this.tell('corrections');
    const { snapshot } = this;
    if (!snapshot) return;
    const asked = ++this.asking;
    const positions = [...this.positions.values()].flat();
    const images = Uint32Array.from(positions, (position) => snapshot.images[position]);
    try {
      const decisions = await this.extension.call('decisionsOf', { dataset: snapshot.opened.dataset, images });
      // What was decided meanwhile is newer than the answer: the change that it makes will be told too.
      if (asked !== this.asking) return;
      positions.forEach((position, at) => (this.decisions[position] = decisions[at]));
      this.deciding.settle();
      this.changed();
    } catch (error) {
      if (!isCancelled(error)) this.notify('error', (error as Error).message);
    }
  }

  /** Something about the decisions, or more, is otherwise now. */
  changed(...changes: readonly Change[]): void {
    this.stack = undefined;
    this.tell('decisions', ...changes);
    this.keep();
    this.saveProgress(this.progress);
  }

  /** The time since the picture was shown was spent on so many decisions. */
  tookTime(decisions: number): void {
    const now = performance.now();
    const took = now - this.shownSince;
    this.shownSince = now;
    if (took > PAUSE) return;
    this.progress.activeMilliseconds += took;
    this.progress.decided += decisions;
  }

  private reorder(): void {
    const { queue, images, plantable } = this.snapshot!;
    this.entries = sequenceOf(queue, { images, plantable }, this.progress.check);
    this.byKey = new Map(this.entries.map((entry) => [entry.key, entry]));
    this.stack = undefined;
  }

  private placeAtFirst(): number {
    const { at, revisits } = this.kept;
    if (at === 'end') return this.entries.length;
    const isOpen = (entry: Entry) => this.isOpen(entry);
    let place = this.entries.findIndex(({ key }) => key === at);
    if (place < 0) place = placeOfPosition(this.entries, this.progress.position, isOpen);
    const entry = this.entries.at(place);
    if (entry && entry.image >= 0 && (isOpen(entry) || revisits)) return place;
    // The window was closed when the decision was on the disk, and the next place was not kept yet.
    return nextOpen(this.looking, place);
  }

  /** Loads what is shown, what comes, and what the film strip shows of before. */
  private want(): void {
    const imageAt = (place = this.entries.length) => this.entries.at(place)?.image ?? -1;
    const before = this.done.slice(-BEFORE).flatMap(({ keys }) => keys.slice(-BEFORE));
    const [next, ...later]: (number | undefined)[] = this.coming();
    this.details.want([
      imageAt(this.at),
      imageAt(next),
      ...before.map((key) => this.entryOf(key)?.image ?? -1),
      ...later.map(imageAt),
    ]);
  }
}
