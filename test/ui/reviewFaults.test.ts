// What goes wrong while somebody reviews: two windows at once, another reviewer, a full disk, a file that cannot be
// written; and the reviewer check, of which nothing may reach the corrections file.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { appendCorrections } from '../../src/engine/corrections/appendCorrections';
import type { Correction } from '../../src/shared/contracts/corrections';
import { formatCorrection, HEADER_LINE } from '../../src/shared/corrections';
import { openWorkbench } from '../harness/host';
import { watchProblems } from '../harness/problems';
import { changeSettings, hasKeyboard, webview } from '../harness/webview';
import { contextMenu, explorerEntry, tab, waitForCommand } from '../harness/workbench';
import { EditorSession, until } from './editorSession';
import { button, focused, pickRecipeFile } from './training';
import {
  answerReview,
  asLine,
  corrections,
  CORRECTIONS,
  DATA,
  KeyReviewer,
  newestReview,
  prepareReview,
  ready,
} from './reviewView';

describe('reviews that something gets in the way of', function () {
  this.timeout(300_000);
  const session = new EditorSession({ prepare: prepareReview });
  session.hooks();
  const view = () => webview(session.page);

  /** Begins a review in a window, and has a person at its keys. */
  async function begin(page: Page, whatFor: string, count: number): Promise<KeyReviewer> {
    await contextMenu(page, explorerEntry(page, DATA), 'Review Uncertain Predictions');
    await answerReview(page, whatFor, String(count));
    const { queue } = newestReview(session);
    assert.equal(queue.images.length, count);
    return new KeyReviewer(page, () => webview(page), queue);
  }

  session.step('two windows that review at once lose nothing', async () => {
    const { page, server } = session;
    const other = await page.context().newPage();
    const problems = watchProblems(other, server);
    await openWorkbench(other, server);
    await waitForCommand(other, 'FashionMNIST: Train');
    // One after the other: each takes the newest review for its own.
    const people = [await begin(page, 'Unsure predictions: margin', 40)];
    people.push(await begin(other, 'Unsure predictions: entropy', 40));
    const before = (await corrections(server)).length;
    const [first, second] = people;
    await Promise.all([
      (async () => {
        for (let times = 0; times < 12; times++) await first.relabel();
      })(),
      (async () => {
        for (let times = 0; times < 12; times++) await second.unsure();
      })(),
    ]);
    const added = (await corrections(server)).slice(before).map(asLine);
    assert.equal(added.length, 24);
    assert.deepEqual(
      added.filter(({ decision }) => decision === 'relabel'),
      first.lines,
    );
    assert.deepEqual(
      added.filter(({ decision }) => decision === 'unsure'),
      second.lines,
    );
    assert.deepEqual(problems.take(), []);
    await other.close();
  });

  session.step('what two reviewers contradict each other about comes again, until it is settled', async () => {
    const { page, server } = session;
    const file = session.inWorkspace(CORRECTIONS);
    fs.rmSync(file, { force: true });
    const person = await begin(page, 'Unsure predictions: least confidence', 5);
    for (let times = 0; times < 5; times++) await person.keep();
    assert.equal(await ready(view()), null);
    await view().getByText('Unsure predictions: all are reviewed').waitFor();
    await session.screenshot('review-end');
    const made = await corrections(server);
    const theirs: Correction = {
      ...made[2],
      decision: 'relabel',
      newLabel: (made[2].givenLabel! + 1) % 10,
      newName: '',
      reviewer: 'Bob <b>B.</b>',
      reviewedAt: new Date().toISOString(),
      note: '',
    };
    await appendCorrections(file, [theirs]);
    await view().getByText('1 conflict', { exact: true }).waitFor();
    await view().getByRole('button', { name: 'Back to the first that is open' }).click();
    await view()
      .getByText(/Reviewers contradict each other: .*Bob <b>B\.<\/b>/)
      .waitFor();
    assert.equal((await ready(view()))?.imageId, theirs.imageId);
    await session.screenshot('review-conflict');
    await page.keyboard.press('Enter');
    await view().getByText('Unsure predictions: all are reviewed').waitFor();
    const all = await corrections(server);
    assert.equal(all.length, 7);
    assert.deepEqual(asLine(all[6]), { imageId: theirs.imageId, decision: 'keep', newLabel: null, note: '' });

    // From the end of the queue to the next training: as the run that was reviewed, with the corrections.
    await view()
      .getByRole('button', { name: /^Retrain with these corrections/ })
      .click();
    await pickRecipeFile(page, 'quick.json');
    await focused(button(view(), 'Start'));
    assert.equal(await view().getByRole('textbox', { name: 'Epochs' }).inputValue(), '5');
    await view()
      .getByText(/5 kept/)
      .waitFor();
    await session.screenshot('review-retrain');
  });

  session.step('what a reviewer check plants never reaches the corrections file', async () => {
    const { page, server } = session;
    fs.rmSync(session.inWorkspace(CORRECTIONS), { force: true });
    const person = await begin(page, 'Likely label errors', 25);
    await person.keep();
    await view().locator('summary', { hasText: 'Reviewer check' }).click();
    await view().getByRole('button', { name: 'Start the check' }).click();
    await view().getByRole('button', { name: 'End the check now' }).waitFor();
    let planted = 0;
    for (let decided = 0; ; decided++) {
      const shown = await ready(view());
      if (!shown) break;
      if (shown.isPlanted) planted++;
      if (decided % 3 === 2) await person.relabel();
      else if (decided % 3 === 1) await person.unsure();
      else await person.accept();
      if (shown.isPlanted && planted === 2) {
        await person.undo();
        await person.redo();
      }
    }
    assert.ok(planted >= 5, `only ${planted} were planted`);
    await view()
      .getByText(/You were right about \d+ of \d+/)
      .waitFor();
    await session.screenshot('review-check');
    const lines = (await corrections(server)).map(asLine);
    assert.deepEqual(lines, person.lines);
    assert.equal(lines.filter(({ decision }) => decision !== 'undo').length, 25);
  });

  if (canMount()) {
    session.step('a full disk, a read-only one: the decision stays with the error and Retry', async () => {
      const { page, server } = session;
      const disk = session.inWorkspace('disk');
      const file = path.join(disk, CORRECTIONS);
      fs.mkdirSync(disk);
      mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk);
      try {
        fs.writeFileSync(file, oneBlock());
        changeSettings(server, { 'fashionMnist.correctionsFile': 'disk/corrections.csv' });
        const person = await begin(page, 'Unsure predictions: margin', 10);
        const before = await ready(view());
        const full = fs.readFileSync(file);
        fillUp(path.join(disk, 'filler'));

        await hasKeyboard(view());
        await page.keyboard.press('Enter');
        const retry = view().getByRole('button', { name: 'Retry' });
        await view()
          .getByText(/disk\/corrections\.csv: the disk (is full|took only a part of it)/)
          .waitFor();
        await session.screenshot('review-disk-full');
        await retry.click();
        await retry.waitFor();
        assert.deepEqual(fs.readFileSync(file), full, 'not even half a line');
        fs.rmSync(path.join(disk, 'filler'));
        await retry.click();
        await retry.waitFor({ state: 'detached' });
        await until(async () => (await ready(view()))?.position !== before?.position);
        assert.deepEqual(
          (await newLines(file, full)).map(asLine),
          [{ imageId: before!.imageId, decision: 'keep', newLabel: null, note: '' }],
          'saved once',
        );

        const second = await ready(view());
        const after = fs.readFileSync(file);
        mount('-o', 'remount,ro', disk);
        await page.keyboard.press('u');
        await view()
          .getByText(/disk\/corrections\.csv: the disk is read-only/)
          .waitFor();
        assert.deepEqual(fs.readFileSync(file), after);
        // Who looks into the file finds the decision again: the page was thrown away meanwhile.
        await view().getByRole('button', { name: 'Open the file' }).click();
        await tab(page, CORRECTIONS).waitFor();
        await tab(page, 'Review unsure predictions').click();
        await view()
          .getByText(/1 decision may not have been saved/)
          .waitFor();
        assert.equal((await ready(view()))?.imageId, second?.imageId);
        mount('-o', 'remount,rw', disk);
        await retry.click();
        await until(async () => (await ready(view()))?.position !== second?.position);
        assert.deepEqual((await newLines(file, after)).map(asLine), [
          { imageId: second!.imageId, decision: 'unsure', newLabel: null, note: '' },
        ]);
        await person.keep();
      } finally {
        execFileSync('umount', ['-l', disk]);
        changeSettings(server, { 'fashionMnist.correctionsFile': undefined });
      }
    });
  } else {
    it.skip('a full disk, a read-only one: needs a tmpfs, which cannot be mounted here');
  }

  async function newLines(file: string, before: Buffer) {
    const now = fs.readFileSync(file);
    assert.deepEqual(now.subarray(0, before.length), before, 'what was there stays');
    const all = await corrections({ workspace: path.dirname(file) });
    const lines = before.toString().split('\n').length - 2;
    return all.slice(lines);
  }
});

function mount(...parameters: string[]): void {
  execFileSync('mount', parameters, { stdio: 'pipe' });
}

/** Whether this user may mount a small disk. */
function canMount(): boolean {
  if (process.platform !== 'linux') return false;
  const at = fs.mkdtempSync(path.join(os.tmpdir(), 'fashion-mnist-disk-'));
  try {
    mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', at);
    execFileSync('umount', [at], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  } finally {
    fs.rmdirSync(at);
  }
}

/** A corrections file that fills a block of the disk but for a few bytes: the next line needs another block. */
function oneBlock(): string {
  const BLOCK = 4096;
  const line = (number: number, note: string) =>
    formatCorrection({
      imageId: number.toString(16).padStart(16, '0'),
      dataset: 'elsewhere',
      split: 'train',
      index: number,
      givenLabel: 1,
      givenName: 'Trouser',
      decision: 'keep',
      newLabel: null,
      newName: '',
      scoreName: '',
      score: null,
      model: '',
      reviewer: 'Cy',
      reviewedAt: '2026-01-01T00:00:00.000Z',
      note,
    });
  let text = HEADER_LINE;
  let number = 0;
  while (text.length < BLOCK - 500) text += line(number++, '');
  return text + line(number, 'x'.repeat(BLOCK - 5 - text.length - line(number, '').length));
}

/** Writes until the disk is full. */
function fillUp(file: string): void {
  const handle = fs.openSync(file, 'w');
  try {
    for (;;) fs.writeSync(handle, Buffer.alloc(4096));
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
  } finally {
    fs.closeSync(handle);
  }
}
