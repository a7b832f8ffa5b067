// How the evaluation view looks: every theme, 200% zoom, a narrow column, many classes; and what axe-core finds.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { FrameLocator } from 'playwright-core';
import { confusedPairs, scoreClasses } from '../../src/shared/metrics';
import { accessibilityProblems, atWidth, atZoom, fitsItsWidth, setTheme, THEMES, webview } from '../harness/webview';
import { gridSettled } from '../harness/grid';
import { runCommand } from '../harness/workbench';
import { EditorSession } from './editorSession';
import { evaluate, matrixCell, prepareEvaluation, RUNS, shownEvaluation } from './evaluationView';

describe('looks of the evaluation view', function () {
  this.timeout(240_000);
  const session = new EditorSession({ prepare: prepareEvaluation });
  session.hooks();

  const open = async () => {
    if (!fs.existsSync(session.inWorkspace('evaluation.json'))) return await evaluate(session.page);
    await runCommand(session.page, 'FashionMNIST: Open Evaluation');
    return await shownEvaluation(session.page);
  };
  const toggleSide = () => runCommand(session.page, 'View: Toggle Primary Side Bar Visibility');
  const showCell = async (view: FrameLocator) => {
    await matrixCell(view, 6, 2).click();
    await view.locator('.grid-canvas').waitFor();
    await gridSettled(view);
  };

  for (const theme of THEMES) {
    session.step(`${theme.name}: nothing is hard to read or to reach`, async () => {
      const { page, server } = session;
      const view = await open();
      await setTheme(page, server, theme);
      await toggleSide();
      assert.deepEqual(await accessibilityProblems(page), []);
      await session.screenshot(`evaluation-${theme.name}`);
      await showCell(view);
      assert.deepEqual(await accessibilityProblems(page), []);
      await session.screenshot(`evaluation-cell-${theme.name}`);
      await view.getByRole('button', { name: 'Compare…' }).click();
      await view.getByRole('menuitem', { name: RUNS[0] }).click();
      await view.locator('.four-cells').waitFor({ timeout: 60_000 });
      assert.deepEqual(await accessibilityProblems(page), []);
      await session.screenshot(`evaluation-compared-${theme.name}`);
      await view.getByRole('button', { name: 'Close the comparison' }).click();
      await view.locator('.chart').last().scrollIntoViewIfNeeded();
      await session.screenshot(`evaluation-calibration-${theme.name}`);
      await toggleSide();
    });
  }

  session.step('at a zoom of 200% nothing is cut off', async () => {
    const { page } = session;
    await open();
    await toggleSide();
    await atZoom(page, 200, async () => {
      const view = await shownEvaluation(page);
      await isNotCut();
      await showCell(view);
      await isNotCut();
      await session.screenshot('evaluation-zoom-200');
    });
    await toggleSide();
  });

  session.step('in a narrow column everything stands beneath each other', async () => {
    const { page } = session;
    await open();
    await toggleSide();
    await atWidth(page, 300, async () => {
      const view = await shownEvaluation(page);
      await isNotCut();
      await session.screenshot('evaluation-narrow');
      await showCell(view);
      await isNotCut();
      assert.deepEqual(await accessibilityProblems(page), []);
      await session.screenshot('evaluation-narrow-cell');
    });
    await toggleSide();
  });

  session.step('255 classes: small cells that say what they are', async () => {
    const { page } = session;
    await open();
    await runCommand(page, 'View: Close All Editors');
    const file = session.inWorkspace('evaluation.json');
    const text = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, JSON.stringify(withManyClasses(JSON.parse(text) as object)));
    try {
      const started = Date.now();
      const view = await open();
      await matrixCell(view, 254, 253).waitFor({ state: 'attached' });
      console.log(`      255 classes are drawn after ${Date.now() - started} ms`);
      const cell = matrixCell(view, 2, 1);
      await cell.hover();
      assert.equal(await cell.getAttribute('title'), 'class 2 predicted as class 1: 3 images, 23.1% of class 2');
      await cell.click();
      await page.keyboard.press('Control+End');
      const last = await matrixCell(view, 254, 254).getAttribute('aria-label');
      assert.equal(last, 'class 254, predicted right: 10 images, 76.9% of class 254');
      await session.screenshot('evaluation-255-classes');
      await isNotCut();
    } finally {
      fs.writeFileSync(file, text);
    }
  });

  /** Nothing makes the page wider than the editor. */
  const isNotCut = () => fitsItsWidth(webview(session.page).locator('.figures'));
});

/** The same evaluation as if there were 255 classes, each taken for the one before in 3 of 13 images. */
function withManyClasses(evaluation: object): object {
  const classNames = Array.from({ length: 255 }, (_, label) => `class ${label}`);
  const confusion = classNames.map((_, row) =>
    classNames.map((_, column) => (row === column ? 10 : column === row - 1 ? 3 : 0)),
  );
  const perClass = scoreClasses(confusion).map((one) => ({ ...one, name: classNames[one.label] }));
  const pairs = confusedPairs(confusion).map((pair) => ({
    ...pair,
    actualName: classNames[pair.actual],
    predictedName: classNames[pair.predicted],
  }));
  return { ...evaluation, classNames, confusion, perClass, confusedPairs: pairs };
}
