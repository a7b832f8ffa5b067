// Deciding, and taking back: each decision is on the disk before the next picture shows.
import * as l10n from '@vscode/l10n';
import type { NewDecision } from '../../shared/contracts/decisions';
import { UserError } from '../../shared/userError';
import { countOf } from '../../shared/numbers';
import type { Act, Choice, Wish } from './choices';
import { choiceOf, stands } from './choices';
import { localAct, newestOf } from './history';
import type { Review } from './review';
import { nextOpen, type Entry } from './sequence';

/** What is being saved. */
export interface Saving {
  kind: 'decide' | 'undo' | 'redo';
  acts: Act[];
  /** When the key was pressed, as `performance.now` counts. */
  pressedAt: number;
}

export interface Failed {
  saving: Saving;
  error: Error;
  /** When what stood before was decided, of each act; null: nothing stood. */
  before: (string | null)[];
}

/** What was done last: it flashes at the picture's edge, and is told. */
export interface Told {
  kind: Choice['decision'] | 'skip' | 'undo' | 'redo';
  entries: readonly Entry[];
  /** About the first entry; null: it was skipped. */
  choice: Choice | null;
  /** Whether something was written. */
  isSaved: boolean;
}

export class Deciding {
  saving: Saving | undefined;
  failed: Failed | undefined;
  told: Told | undefined;

  constructor(private readonly review: Review) {}

  /** Decides about one or more entries. While a decision is being saved nothing else is decided. */
  async decide(wish: Wish, entries: readonly Entry[], pressedAt: number): Promise<void> {
    const { review } = this;
    if (this.saving || entries.length === 0) return;
    const { note } = review.kept;
    const acts = entries.flatMap((entry): Act[] => {
      const choice = choiceOf(wish, entry.given, review.predicted(entry));
      return choice ? [{ ...choice, key: entry.key, note: note?.key === entry.key ? note.text : '' }] : [];
    });
    if (acts.length > 0) {
      // What could not be saved comes first, so that it is not lost and the order stays.
      if (this.failed && !this.isAbout(acts)) await this.retry();
      if (!this.failed || this.isAbout(acts)) await this.save({ kind: 'decide', acts, pressedAt });
    } else if (wish.kind === 'keep')
      review.notify('info', l10n.t('There is no given label to keep: give it a class, or skip it.'));
    else review.notify('info', l10n.t('The model predicts nothing here: give it a class, or skip it.'));
  }

  skip(): void {
    const { review } = this;
    const { current } = review;
    if (!current || this.saving) return;
    review.tookTime(1);
    this.mark(current);
    review.kept.redo = [];
    this.told = { kind: 'skip', entries: [current], choice: null, isSaved: false };
    review.changed();
    review.goTo(nextOpen(review.looking, review.at));
  }

  /** Those that were skipped come again. */
  unskip(): void {
    this.review.progress.skipped = [];
    this.review.changed();
    this.review.goToOpen();
  }

  async undo(pressedAt: number): Promise<void> {
    const { review } = this;
    if (this.saving) return;
    if (this.failed) {
      // What is not in the file is not taken back there.
      if (this.failed.saving.kind === 'undo') await this.retry();
      else this.giveUp();
      return;
    }
    const last = review.done.at(-1);
    if (!last) return;
    if (last.kind === 'skip') {
      const entry = review.entryOf(last.keys[0])!;
      this.unmark(entry);
      review.kept.redo.push([{ key: entry.key, decision: 'skip' }]);
      this.told = { kind: 'undo', entries: [entry], choice: null, isSaved: false };
      review.changed();
      review.goTo(review.entries.indexOf(entry));
      return;
    }
    const acts = last.keys.map((key): Act => {
      const { decision, newLabel, note } = review.standing(review.entryOf(key)!)!;
      return { key, decision, newLabel, note };
    });
    await this.save({ kind: 'undo', acts, pressedAt });
  }

  async redo(pressedAt: number): Promise<void> {
    const { review } = this;
    if (this.saving) return;
    if (this.failed) {
      await this.retry();
      return;
    }
    const next = review.kept.redo.at(-1);
    if (!next) return;
    const acts = next.filter((act): act is Act => act.decision !== 'skip' && review.entryOf(act.key) !== undefined);
    if (acts.length > 0) {
      await this.save({ kind: 'redo', acts, pressedAt });
      return;
    }
    review.kept.redo.pop();
    const entry = review.entryOf(next[0].key);
    if (!entry) return;
    this.mark(entry);
    this.told = { kind: 'redo', entries: [entry], choice: null, isSaved: false };
    review.changed();
    review.goTo(nextOpen(review.looking, review.entries.indexOf(entry)));
  }

  /** The same again after it failed. */
  async retry(): Promise<void> {
    const { failed } = this;
    if (failed && !this.saving) await this.save({ ...failed.saving, pressedAt: performance.now() });
  }

  /** The person decides otherwise. */
  giveUp(): void {
    const { review } = this;
    this.failed = undefined;
    review.kept.unsaved = null;
    review.keep();
    review.tell('saving');
  }

  /** What an earlier page had not heard to be saved stays on the screen, unless it stands. */
  restore(): void {
    const { review } = this;
    const { unsaved } = review.kept;
    if (!unsaved || this.failed || this.saving) return;
    if (unsaved.acts.some(({ key }) => review.entryOf(key) === undefined)) {
      this.giveUp();
      return;
    }
    const { kind, acts, before } = unsaved;
    const count = countOf(acts.length, l10n.t('decision'), l10n.t('decisions'));
    const problem = l10n.t('{0} may not have been saved when the view was closed', count);
    const error = new UserError(problem, l10n.t('try again'));
    this.failed = { saving: { kind, acts, pressedAt: performance.now() }, error, before };
    review.tell('saving');
  }

  /** Other images are planted: what was said of the former ones is nobody's any more. */
  forgetPlanted(): void {
    const { failed } = this;
    if (!failed) return;
    const { saving, before } = failed;
    const isOwn = saving.acts.map(({ key }) => key.startsWith('q'));
    const acts = saving.acts.filter((_, at) => isOwn[at]);
    if (acts.length === 0) {
      this.giveUp();
      return;
    }
    this.failed = { ...failed, saving: { ...saving, acts }, before: before.filter((_, at) => isOwn[at]) };
    this.review.kept.unsaved = { kind: saving.kind, acts, before: this.failed.before };
  }

  /** A decision whose answer was lost may have reached the file all the same: then it is no failure. */
  settle(): void {
    const { failed, review } = this;
    if (!failed) return;
    const { saving, before } = failed;
    const entries = saving.acts.map(({ key }) => review.entryOf(key));
    const isDone = saving.acts.every((act, at) => {
      const entry = entries[at];
      if (!entry || entry.planted !== null) return entry !== undefined;
      const now = review.standing(entry);
      const was = before[at];
      if (saving.kind === 'undo') return (now?.reviewedAt ?? null) !== was;
      return stands(act, was === null ? null : { reviewedAt: was }, now, review.snapshot!.reviewer);
    });
    if (!isDone) return;
    this.failed = undefined;
    this.saved(saving, entries as Entry[]);
    review.tell('saving');
  }

  /** Whether these acts decide otherwise about all that could not be saved. */
  private isAbout(acts: readonly Act[]): boolean {
    const about = new Set(acts.map(({ key }) => key));
    return this.failed?.saving.acts.every(({ key }) => about.has(key)) ?? false;
  }

  private async save(saving: Saving): Promise<void> {
    const { review } = this;
    const { snapshot } = review;
    if (!snapshot || this.saving) return;
    const entries = saving.acts.map(({ key }) => review.entryOf(key)!);
    const before = entries.map((entry) => review.standing(entry)?.reviewedAt ?? null);
    const decisions = entries.flatMap((entry, at) => newDecision(saving.kind, entry, saving.acts[at]));
    this.saving = saving;
    this.failed = undefined;
    review.tell('saving');
    try {
      if (decisions.length > 0) {
        review.kept.unsaved = { kind: saving.kind, acts: saving.acts, before };
        review.keep();
        const { dataset } = snapshot.opened;
        const { score, runId } = snapshot.queue;
        const scoreName = score === 'selection' ? '' : score;
        const answer = await review.images.call('decide', { dataset, decisions, scoreName, model: runId });
        review.decided(answer);
      }
    } catch (error) {
      this.failed = { saving, error: error as Error, before };
    }
    this.saving = undefined;
    review.tell('saving');
    if (!this.failed) this.saved(saving, entries);
  }

  /** What was saved counts, and the next picture is shown. */
  private saved({ kind, acts }: Saving, entries: readonly Entry[]): void {
    const { review } = this;
    const { kept } = review;
    kept.unsaved = null;
    review.answers += acts.length;
    if (kind === 'decide') {
      review.tookTime(acts.length);
      kept.redo = [];
    } else if (kind === 'undo') kept.redo.push(acts);
    else kept.redo.pop();
    this.answerPlanted(kind, acts, entries);
    if (kind !== 'undo') for (const entry of entries) this.unmark(entry);
    if (kept.note && acts.some(({ key }) => key === kept.note?.key)) kept.note = null;
    const choice = { decision: acts[0].decision, newLabel: acts[0].newLabel };
    // Also of what was planted: it must not be told from the others.
    this.told = { kind: kind === 'decide' ? choice.decision : kind, entries, choice, isSaved: true };
    const place = review.entries.indexOf(entries[0]);
    review.forgetStack();
    if (kind === 'undo') review.goTo(place);
    else if (kept.mode === 'single') review.goTo(nextOpen(review.looking, place));
    review.changed('note');
    if (entries.some(({ planted }) => planted !== null)) review.tell('check');
  }

  /** What was planted is answered in the progress, and nowhere else. */
  private answerPlanted(kind: Saving['kind'], acts: readonly Act[], entries: readonly Entry[]): void {
    const { kept, progress } = this.review;
    const newest = this.newest();
    const isTogether = entries.some(({ planted }) => planted === null);
    entries.forEach(({ key, planted }, at) => {
      const item = planted === null ? undefined : progress.check?.planted[planted];
      if (!item) return;
      const { decision, newLabel } = acts[at];
      item.answer = kind === 'undo' ? null : { decision, newLabel };
      kept.local = kept.local.filter((act) => act.key !== key);
      if (kind === 'undo') return;
      const act = localAct(key, 'planted', newest, kept.local);
      kept.local.push(isTogether ? { ...act, order: 0 } : act);
    });
  }

  /** Remembers as skipped. */
  private mark({ key, imageId }: Entry): void {
    const { kept, progress } = this.review;
    if (!progress.skipped.includes(imageId)) progress.skipped = [...progress.skipped, imageId];
    kept.local = kept.local.filter((act) => act.key !== key || act.kind !== 'skip');
    kept.local.push(localAct(key, 'skip', this.newest(), kept.local));
  }

  private unmark({ key, imageId }: Entry): void {
    const { kept, progress } = this.review;
    progress.skipped = progress.skipped.filter((one) => one !== imageId);
    kept.local = kept.local.filter((act) => act.key !== key || act.kind !== 'skip');
  }

  private newest(): string {
    const { review } = this;
    return newestOf(review.entries, (entry) => review.standing(entry), review.snapshot!.reviewer);
  }
}

/** What is sent of an act; nothing of what was planted: it never reaches the corrections file. */
function newDecision(kind: Saving['kind'], { planted, image, score }: Entry, act: Act): NewDecision[] {
  if (planted !== null) return [];
  if (kind === 'undo') return [{ image, decision: 'undo', score }];
  const { decision, newLabel, note } = act;
  return [{ image, decision, ...(newLabel !== null && { newLabel }), score, ...(note && { note }) }];
}
