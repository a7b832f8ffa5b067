// The review as it looks and by mouse: every theme, 200% zoom, a narrow column, what axe-core finds; decisions without
// the keyboard, about many images at once, and of images that were chosen in the dataset explorer.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { FrameLocator } from 'playwright-core';
import { gridSettled } from '../harness/grid';
import {
  accessibilityProblems,
  atWidth,
  atZoom,
  changeSettings,
  fitsItsWidth,
  hasKeyboard,
  setTheme,
  THEMES,
  webview,
} from '../harness/webview';
import { contextMenu, explorerEntry, pick, runCommand, tab, toast } from '../harness/workbench';
import { EditorSession, until } from './editorSession';
import { openExplorer } from './explorerView';
import {
  answerReview,
  asLine,
  corrections,
  CORRECTIONS,
  DATA,
  newestReview,
  prepareReview,
  ready,
  shownReview,
} from './reviewView';

describe('looks of the review', function () {
  this.timeout(300_000);
  const session = new EditorSession({ prepare: prepareReview });
  session.hooks();
  const view = () => webview(session.page);
  const action = (name: string | RegExp) =>
    view().getByRole('group', { name: 'Decisions', exact: true }).getByRole('button', { name });

  async function begin(whatFor: string, count: number): Promise<FrameLocator> {
    const { page } = session;
    fs.rmSync(session.inWorkspace(CORRECTIONS), { force: true });
    await contextMenu(page, explorerEntry(page, DATA), 'Review Uncertain Predictions');
    return await answerReview(page, whatFor, String(count));
  }

  /** Decides, and waits for the next picture. */
  async function press(key: string): Promise<void> {
    const before = JSON.stringify(await ready(view()));
    await hasKeyboard(view());
    await session.page.keyboard.press(key);
    await until(async () => JSON.stringify(await ready(view())) !== before);
  }

  /** The same with the mouse. */
  async function click(target: ReturnType<typeof action>): Promise<void> {
    const before = JSON.stringify(await ready(view()));
    await target.click();
    await until(async () => JSON.stringify(await ready(view())) !== before);
  }

  session.step('in all themes nothing is hard to read or to reach: one picture, the grid, the keys', async () => {
    const { page, server } = session;
    await begin('Likely label errors', 60);
    for (const key of ['Enter', 'Space', 'u', 's']) await press(key);
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    for (const theme of THEMES) {
      await setTheme(page, server, theme);
      await ready(view());
      await session.screenshot(`review-${theme.name}`);
      assert.deepEqual(await accessibilityProblems(page), [], theme.name);
      await view().getByRole('application').focus();
      await page.keyboard.press('?');
      await view().getByRole('dialog', { name: 'Keys of the review' }).waitFor();
      await session.screenshot(`review-keys-${theme.name}`);
      assert.deepEqual(await accessibilityProblems(page), [], `keys, ${theme.name}`);
      await page.keyboard.press('Escape');
      await page.keyboard.press('g');
      await gridSettled(view());
      await page.keyboard.press('Shift+ArrowRight');
      await session.screenshot(`review-grid-${theme.name}`);
      assert.deepEqual(await accessibilityProblems(page), [], `grid, ${theme.name}`);
      await page.keyboard.press('Escape');
      await page.keyboard.press('g');
      await view().getByRole('application').waitFor();
    }
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    changeSettings(server, { 'workbench.colorTheme': undefined });
  });

  session.step('at a zoom of 200% and in a narrow column nothing is cut off', async () => {
    const { page } = session;
    await begin('Unsure predictions: margin', 20);
    await press('u');
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    await atZoom(page, 200, async () => {
      await shownReview(page);
      await isNotCut();
      await session.screenshot('review-zoom-200');
    });
    await atWidth(page, 300, async () => {
      await shownReview(page);
      await isNotCut();
      await session.screenshot('review-narrow');
      assert.deepEqual(await accessibilityProblems(page), []);
      await click(action(/^Keep/));
    });
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
  });

  session.step('all of it by mouse', async () => {
    const { server } = session;
    await begin('Unsure predictions: margin', 20);
    const { images } = newestReview(session).queue;
    const given = images.map(({ givenLabel }) => givenLabel!);
    await click(action(/^Keep/));
    const other = (given[1] + 1) % 10;
    // By their places: "Shirt" is in the name of another class too.
    await click(view().getByRole('group', { name: 'Relabel' }).getByRole('button').nth(other));
    await click(action(/^Unsure/));
    await click(action(/^Skip/));
    await click(action(/^Undo/));
    await click(action(/^Undo/));
    await click(action(/^Redo/));
    // The list of classes, and a note.
    await action(/^Note/).click();
    await view().locator('input:focus').fill('by mouse');
    await action(/^Class…/).click();
    const chosen = (given[3] + 2) % 10;
    await click(view().getByRole('option').nth(chosen));
    const lines = (await corrections(server)).map(asLine);
    const none = { newLabel: null, note: '' };
    assert.deepEqual(lines, [
      { imageId: images[0].imageId, decision: 'keep', ...none },
      { imageId: images[1].imageId, decision: 'relabel', newLabel: other, note: '' },
      { imageId: images[2].imageId, decision: 'unsure', ...none },
      { imageId: images[2].imageId, decision: 'undo', ...none },
      { imageId: images[2].imageId, decision: 'unsure', ...none },
      { imageId: images[3].imageId, decision: 'relabel', newLabel: chosen, note: 'by mouse' },
    ]);
  });

  session.step('many at once in the grid, and taken back at once', async () => {
    const { page, server } = session;
    await begin('Likely label errors', 20);
    const ids = newestReview(session).queue.images.map(({ imageId }) => imageId);
    await hasKeyboard(view());
    await page.keyboard.press('g');
    await gridSettled(view());
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await view().getByText('3 selected', { exact: true }).waitFor();
    await page.keyboard.press('u');
    await until(async () => (await corrections(server)).length === 3);
    const made = await corrections(server);
    assert.deepEqual(made.map(({ imageId }) => imageId).sort(), ids.slice(0, 3).sort());
    assert.ok(made.every(({ decision }) => decision === 'unsure'));
    // The lines are there before the view hears of it; until then it takes no other key.
    await ready(view());
    await gridSettled(view());
    await session.screenshot('review-grid-decided');
    await page.keyboard.press('Control+z');
    await until(async () => (await corrections(server)).length === 6);
    const undone = (await corrections(server)).slice(3);
    assert.deepEqual(undone.map(({ imageId }) => imageId).sort(), ids.slice(0, 3).sort());
    assert.ok(undone.every(({ decision }) => decision === 'undo'));
  });

  session.step('images that were chosen in the explorer are a queue of their own', async () => {
    const { page } = session;
    fs.rmSync(session.inWorkspace(CORRECTIONS), { force: true });
    const explorer = await openExplorer(page, DATA);
    await explorer.getByRole('grid', { name: 'Images' }).focus();
    await hasKeyboard(explorer);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await explorer.getByText('3 selected', { exact: true }).waitFor();
    await explorer.getByRole('button', { name: /^Review/ }).click();
    await tab(page, `Review chosen images in ${DATA}`).waitFor();
    await shownReview(page);
    const { queue } = newestReview(session);
    assert.equal(queue.score, 'selection');
    assert.deepEqual(
      queue.images.map(({ split, index }) => `${split} ${index}`),
      ['train 1', 'train 2', 'train 3'],
    );
    await session.screenshot('review-selection');
    await press('u');
    const [line] = await corrections(session.server);
    assert.deepEqual([line.imageId, line.scoreName, line.score], [queue.images[0].imageId, '', null]);
  });

  session.step('what cannot be reviewed is told in a line', async () => {
    const { page } = session;
    const table = explorerEntry(page, 'forty.csv');
    if (!(await table.isVisible())) await explorerEntry(page, 'tables').click();
    await contextMenu(page, table, 'Review Uncertain Predictions');
    await pick(page, 'What to look for?', 'Likely label errors');
    await page.locator('.quick-input-widget .quick-input-message', { hasText: /^How many images\?/ }).waitFor();
    await page.keyboard.press('Enter');
    await toast(page, /forty\.csv: is not the data that run .* was trained on/).waitFor();
    await session.screenshot('review-not-trained-on');
  });

  /** Nothing makes the page wider than the editor. */
  const isNotCut = () => fitsItsWidth(view().locator('body'));
});
