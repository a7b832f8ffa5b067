// The review as a person does it, for the UI tests; and what must be in the corrections file then.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { readCorrections } from '../../src/engine/corrections/readCorrections';
import type { PlacedCorrection } from '../../src/shared/contracts/corrections';
import type { ReviewQueue } from '../../src/shared/contracts/review';
import type { ReviewProbe } from '../../src/webviews/review/reviewProbe';
import { runCli } from '../cli/runCli';
import { root, type Server } from '../harness/host';
import { changeSettings, hasKeyboard, webview } from '../harness/webview';
import { pick } from '../harness/workbench';
import { until, type EditorSession } from './editorSession';

/** The data of the workspace, with a name that would be markup, a formula and two cells. */
export const DATA = '=a, <b>sample';
export const REVIEWER = '=cmd() <b>Ann, "A."';
export const RUN = '2026-01-01_10-00-00_quick';
export const CORRECTIONS = 'corrections.csv';

/** Puts the sample into a workspace, and a run that was trained on it for five epochs, by the command line. */
export async function prepareReview(workspace: string): Promise<void> {
  fs.cpSync(path.join(root, 'media/sample'), path.join(workspace, DATA), { recursive: true });
  const out = path.join('.fashion-mnist/runs', RUN);
  const recipe = ['--recipe', 'recipes/quick.json', '--epochs', '5', '--engine', 'wasm'];
  const { code, stderr } = await runCli(['train', DATA, ...recipe, '--out', out], { folder: workspace });
  assert.equal(code, 0, stderr);
  changeSettings({ workspace }, { 'fashionMnist.reviewer': REVIEWER, 'fashionMnist.engine': 'wasm' });
}

/** Answers the questions of `Review Uncertain Predictions` after that for the data. @param count typed; empty: as proposed */
export async function answerReview(page: Page, whatFor: string, count: string): Promise<FrameLocator> {
  const input = page.locator('.quick-input-widget input[type=text]');
  // After the reviews that were begun, it may lie below what the list shows.
  await page.locator('.quick-input-widget input[placeholder="What to look for?"]').waitFor();
  await input.fill(whatFor);
  await pick(page, 'What to look for?', whatFor);
  await page.locator('.quick-input-widget .quick-input-message', { hasText: /^How many images\?/ }).waitFor();
  if (count) await input.fill(count);
  await input.press('Enter');
  return await shownReview(page);
}

interface ReviewPage {
  fashionMnistReview?: ReviewProbe;
}

/** What is shown, by the view's own probe. */
export type Shown = ReturnType<ReviewProbe['current']>;

/** The review that is in view, once its first picture can be decided about. */
export async function shownReview(page: Page, nth = 0): Promise<FrameLocator> {
  const view = webview(page, nth);
  await ready(view);
  return view;
}

/** Waits until the next key would be taken. @returns what is shown; null at the end */
export async function ready(view: FrameLocator, limit = 90_000): Promise<Shown> {
  let shown: Shown | undefined;
  await until(async () => (shown = await shownIfReady(view)) !== undefined, limit);
  return shown!;
}

async function shownIfReady(view: FrameLocator): Promise<Shown | undefined> {
  try {
    const state = await view.locator('body').evaluate(
      () => {
        const probe = (globalThis as ReviewPage).fashionMnistReview;
        return probe?.isReady() ? { current: probe.current() } : null;
      },
      null,
      { timeout: 5000 },
    );
    return state?.current ?? (state ? null : undefined);
  } catch {
    return undefined; // The page is being loaded anew.
  }
}

/** Times of the view's decisions, milliseconds: to the next picture, and from there to the line on the disk. */
export async function reviewTimes(view: FrameLocator): Promise<{ shownAfter: number[]; savedAfter: number[] }> {
  return await view.locator('body').evaluate(() => {
    const { shownAfter, savedAfter } = (globalThis as ReviewPage).fashionMnistReview!;
    return { shownAfter: [...shownAfter], savedAfter: [...savedAfter] };
  });
}

/** The newest review of the workspace. */
export function newestReview(session: Pick<EditorSession, 'inWorkspace'>): { folder: string; queue: ReviewQueue } {
  const reviews = session.inWorkspace('.fashion-mnist/reviews');
  const queues = fs.readdirSync(reviews).map((name) => {
    const folder = path.join(reviews, name);
    return { folder, queue: JSON.parse(fs.readFileSync(path.join(folder, 'queue.json'), 'utf8')) as ReviewQueue };
  });
  return queues.sort((a, b) => (a.queue.createdAt < b.queue.createdAt ? 1 : -1))[0];
}

/** What a line of the corrections file says, as far as a test foretells it. */
export type Line = Pick<PlacedCorrection, 'imageId' | 'decision' | 'newLabel' | 'note'>;

/** The whole corrections file. */
export async function corrections({ workspace }: Pick<Server, 'workspace'>): Promise<PlacedCorrection[]> {
  const file = path.join(workspace, CORRECTIONS);
  const read = await readCorrections(file, { mayBeMissing: true });
  assert.deepEqual(read.torn, []);
  return read.corrections;
}

export function asLine({ imageId, decision, newLabel, note }: Line): Line {
  return { imageId, decision, newLabel, note };
}

/** A person who reviews by keys alone, and remembers what must be in the corrections file by now. */
export class KeyReviewer {
  /** What must have been added to the file. */
  readonly lines: Line[] = [];
  /** What undo takes back, the newest last; a skip has no line. */
  private readonly done: { shown: NonNullable<Shown>; line: Line | null }[] = [];
  private undone: { shown: NonNullable<Shown>; line: Line | null }[] = [];

  constructor(
    private readonly page: Page,
    private readonly view: () => FrameLocator,
    private readonly queue: ReviewQueue,
  ) {}

  async shown(): Promise<NonNullable<Shown>> {
    const shown = await ready(this.view());
    assert.ok(shown, 'the end of the queue');
    await hasKeyboard(this.view());
    return shown;
  }

  /** Relabels by a digit, to another class than the given one. */
  async relabel(): Promise<void> {
    const { given } = await this.labels();
    const label = ((given ?? 0) + 1) % 10;
    await this.decide([String(label)], { decision: 'relabel', newLabel: label });
  }

  /** Relabels from the list that `/` opens, by the class's name. */
  async relabelFromList(): Promise<void> {
    const { given } = await this.labels();
    const label = ((given ?? 0) + 3) % 10;
    await this.decide(['/'], { decision: 'relabel', newLabel: label }, async () => {
      await this.view().locator('.relabel-menu').waitFor();
      const chosen = this.view().locator('.relabel-choice[aria-selected="true"] .relabel-name');
      const isChosen = async () => (await chosen.allInnerTexts())[0] === this.queue.classNames[label];
      // Its name, as fast as one types.
      await this.page.keyboard.type(this.queue.classNames[label].slice(0, 4));
      await until(isChosen);
      await this.page.keyboard.press('Enter');
    });
  }

  async keep(): Promise<void> {
    await this.decide(['Enter'], { decision: 'keep', newLabel: null });
  }

  async accept(): Promise<void> {
    const { given, predicted } = await this.labels();
    const isKeep = predicted === given;
    await this.decide(
      ['Space'],
      isKeep ? { decision: 'keep', newLabel: null } : { decision: 'relabel', newLabel: predicted },
    );
  }

  async unsure(): Promise<void> {
    await this.decide(['u'], { decision: 'unsure', newLabel: null });
  }

  /** Keeps the label with a note: `n`, text with the keys of other actions in it, Enter; then Enter for the label. */
  async keepWithNote(note: string): Promise<void> {
    await this.shown();
    await this.page.keyboard.press('n');
    await this.view().locator('textarea:focus, input:focus').waitFor();
    await this.page.keyboard.type(note);
    await this.page.keyboard.press('Enter');
    await this.view().locator('textarea:focus, input:focus').waitFor({ state: 'detached' });
    await this.decide(['Enter'], { decision: 'keep', newLabel: null, note });
  }

  async skip(): Promise<void> {
    const shown = await this.shown();
    await this.page.keyboard.press('s');
    await this.movedFrom(shown);
    this.done.push({ shown, line: null });
    this.undone = [];
  }

  async undo(key = 'Backspace'): Promise<void> {
    const last = this.done.pop()!;
    await this.shown();
    await this.page.keyboard.press(key);
    await this.shows(last.shown);
    if (last.line) this.lines.push({ imageId: last.line.imageId, decision: 'undo', newLabel: null, note: '' });
    this.undone.push(last);
  }

  async redo(key = 'Control+y'): Promise<void> {
    const next = this.undone.pop()!;
    const shown = await this.shown();
    await this.page.keyboard.press(key);
    await this.movedFrom(shown);
    if (next.line) this.lines.push(next.line);
    this.done.push(next);
  }

  private async shows(shown: NonNullable<Shown>): Promise<void> {
    await until(async () => JSON.stringify(await ready(this.view())) === JSON.stringify(shown));
  }

  private async labels(): Promise<{ given: number | null; predicted: number | null }> {
    const { position, isPlanted, imageId } = await this.shown();
    if (isPlanted) {
      const { shownLabel, trueLabel } = this.queue.plantable.find((one) => one.imageId === imageId)!;
      return { given: shownLabel, predicted: trueLabel };
    }
    const { givenLabel, predictedLabel } = this.queue.images[position];
    return { given: givenLabel, predicted: predictedLabel };
  }

  private async decide(
    keys: string[],
    choice: Pick<Line, 'decision' | 'newLabel'> & { note?: string },
    then: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    const shown = await this.shown();
    for (const key of keys) await this.page.keyboard.press(key);
    await then();
    await this.movedFrom(shown);
    // What a reviewer check planted is never written.
    const line = shown.isPlanted ? null : { imageId: shown.imageId, note: '', ...choice };
    if (line) this.lines.push(line);
    this.done.push({ shown, line });
    this.undone = [];
  }

  private async movedFrom(before: NonNullable<Shown>): Promise<void> {
    await until(async () => JSON.stringify(await ready(this.view())) !== JSON.stringify(before));
  }
}

/** The middle one of some times, and the longest, as text. */
export function timesText(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  if (!sorted.length) return 'none';
  return `median ${sorted[Math.floor(sorted.length / 2)].toFixed(0)} ms, longest ${sorted.at(-1)!.toFixed(0)} ms, of ${sorted.length}`;
}
