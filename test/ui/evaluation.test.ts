// The evaluation view in the real editor: what is evaluated, the images behind each cell, relabelling, two runs compared.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { readCorrections } from '../../src/engine/corrections/readCorrections';
import { imageId } from '../../src/engine/data/dataset';
import type { NamedScores } from '../../src/shared/contracts/evaluation';
import { pick, reloadWindow, runCommand, tab, toast } from '../harness/workbench';
import { webview } from '../harness/webview';
import { EditorSession, until } from './editorSession';
import {
  columnHead,
  DATA,
  evaluate,
  expected,
  imagesAre,
  matrixCell,
  NAMES,
  type Predicted,
  prepareEvaluation,
  readEvaluation,
  readPredictions,
  rowHead,
  RUNS,
  shownEvaluation,
  shownImages,
  train,
  writeTrainCorrections,
} from './evaluationView';
import { type KnownData, readKnown } from './explorerView';

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

describe('the evaluation view', function () {
  this.timeout(240_000);
  const session = new EditorSession({ prepare: prepareEvaluation });
  session.hooks();

  let known: KnownData;
  before(async () => {
    known = await readKnown({ path: session.inWorkspace(DATA) });
  });
  const scores = () => readEvaluation(session.server.workspace) as unknown as NamedScores;
  const predictions = (): Predicted[] => {
    const { first } = known.splits.find(({ split }) => split === 'test')!;
    return readPredictions(session.server.workspace, first);
  };
  /** The most confused pair. */
  const pair = () => scores().confusedPairs[0];
  const titleOf = ({ actual, predicted }: { actual: number; predicted: number }) =>
    `${NAMES[actual]} predicted as ${NAMES[predicted]}`;
  const ofPair = ({ actual, predicted }: { actual: number; predicted: number }) =>
    expected(predictions(), (one) => one.label === actual && one.predicted === predicted);
  const open = async () => {
    // After a test that failed the workspace is a fresh one.
    if (!fs.existsSync(session.inWorkspace('evaluation.json'))) return await evaluate(session.page);
    await runCommand(session.page, 'FashionMNIST: Open Evaluation');
    return await shownEvaluation(session.page);
  };

  const shows = (view: FrameLocator, name: string) =>
    view.getByRole('group', { name: 'What the cells show' }).getByRole('button', { name });

  session.step('without an evaluation there is nothing to open, and that is said', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Open Evaluation');
    await toast(page, 'Nothing was evaluated in this workspace yet.')
      .getByRole('button', { name: 'Evaluate Model' })
      .waitFor();
  });

  session.step('Evaluate Model opens the view over output.txt; its figures are those of evaluation.json', async () => {
    const { page } = session;
    const view = await evaluate(page);
    await tab(page, 'output.txt').waitFor();
    const { accuracy, accuracyInterval, top2, macroF1, ece, perClass, confusion } = scores();
    const shown = await view.locator('.headline').innerText();
    assert.match(shown, new RegExp(`^${DATA}, test\\n`));
    for (const figure of [accuracy, ...accuracyInterval, top2, macroF1, ece]) {
      assert.ok(shown.includes(percent(figure)), `${percent(figure)} in ${shown}`);
    }
    assert.match(shown, new RegExp(`run ${RUNS[1]} · 1,000 images`));
    assert.match(shown, /No image has a near-twin|images? ha(s|ve) a near-twin/);
    const cells = await view.locator('.matrix tbody td').allInnerTexts();
    assert.deepEqual(cells.map(Number), confusion.flat());
    const rows = view.getByRole('grid', { name: 'Classes', exact: true }).getByRole('row');
    assert.equal(await rows.count(), 11);
    // The hardest class first.
    const hardest = [...perClass].sort((a, b) => a.f1 - b.f1)[0];
    const first = await rows.nth(1).innerText();
    for (const text of [hardest.name, percent(hardest.f1), percent(hardest.recall), percent(hardest.precision)]) {
      assert.ok(first.includes(text), `${text} in ${first}`);
    }
    await view.locator('figure', { hasText: 'Reliability' }).waitFor();
    assert.equal(await view.locator('.evaluation b').count(), 0, 'names are text');
    await session.screenshot('evaluation');
  });

  session.step('a click on a cell opens exactly its images, the most confident first', async () => {
    const view = await open();
    const most = pair();
    await matrixCell(view, most.actual, most.predicted).click();
    await imagesAre(view, titleOf(most), ofPair(most));
    await session.screenshot('evaluation-cell');
    // And a right one, by the list of pairs another one.
    await matrixCell(view, 1, 1).click();
    const right = expected(predictions(), ({ label, predicted }) => label === 1 && predicted === 1);
    await imagesAre(view, `${NAMES[1]}, predicted right`, right);
    const second = scores().confusedPairs[1];
    await view.locator('.pairs button').nth(1).click();
    await imagesAre(view, titleOf(second), ofPair(second));
    assert.equal(await matrixCell(view, second.actual, second.predicted).getAttribute('aria-selected'), 'true');
  });

  session.step('by keys alone: cell by cell, Enter opens, Escape closes', async () => {
    const { page } = session;
    const view = await open();
    const most = pair();
    await matrixCell(view, 0, 0).focus();
    await page.keyboard.press('Control+Home');
    for (let step = 0; step < most.actual; step++) await page.keyboard.press('ArrowDown');
    for (let step = 0; step < most.predicted; step++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await imagesAre(view, titleOf(most), ofPair(most));
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Space');
    await imagesAre(
      view,
      NAMES[most.actual],
      expected(predictions(), ({ label }) => label === most.actual),
    );
    await view.getByRole('grid', { name: 'Images', exact: true }).focus();
    await page.keyboard.press('Escape');
    await view.locator('.dock').waitFor({ state: 'hidden' });
  });

  session.step('heads open their row or column; without the diagonal the wrong ones alone', async () => {
    const view = await open();
    await columnHead(view, 6).click();
    await imagesAre(
      view,
      `All that is predicted as ${NAMES[6]}`,
      expected(predictions(), (one) => one.predicted === 6),
    );
    await view.getByRole('checkbox', { name: 'Hide the diagonal' }).click();
    await until(async () => (await matrixCell(view, 6, 6).innerText()).trim() === '');
    await rowHead(view, 6).click();
    const taken = expected(predictions(), ({ label, predicted }) => label === 6 && predicted !== 6);
    await imagesAre(view, `${NAMES[6]} predicted as something else`, taken);
    await columnHead(view, 6).click();
    const others = expected(predictions(), ({ label, predicted }) => label !== 6 && predicted === 6);
    await imagesAre(view, `Other classes predicted as ${NAMES[6]}`, others);
    await shows(view, 'Share of given').click();
    const { confusion, perClass } = scores();
    const share = (100 * confusion[6][2]) / perClass[6].support;
    assert.equal(Number(await matrixCell(view, 6, 2).innerText()), Number(share.toFixed(1)));
    await session.screenshot('evaluation-no-diagonal');
    await shows(view, 'Counts').click();
    await view.getByRole('checkbox', { name: 'Hide the diagonal' }).click();
  });

  session.step('a row of the table opens the images of its class', async () => {
    const view = await open();
    const row = view.getByRole('grid', { name: 'Classes', exact: true }).getByRole('row', { name: NAMES[5] });
    await row.getByRole('rowheader').click();
    await imagesAre(
      view,
      NAMES[5],
      expected(predictions(), ({ label }) => label === 5),
    );
  });

  session.step('an image of a cell is relabelled, into corrections.csv', async () => {
    const { page } = session;
    const view = await open();
    const most = pair();
    await matrixCell(view, most.actual, most.predicted).click();
    const images = ofPair(most);
    await imagesAre(view, titleOf(most), images);
    await view.getByRole('grid', { name: 'Images', exact: true }).focus();
    await page.keyboard.press('r');
    await view.getByRole('option', { name: NAMES[most.predicted] }).click();
    const file = session.inWorkspace('corrections.csv');
    await until(() => fs.existsSync(file) && fs.readFileSync(file, 'utf8').split('\n').length > 2);
    const { corrections } = await readCorrections(file);
    assert.equal(corrections.length, 1);
    const [{ imageId: id, dataset, split, decision, newLabel, newName, model, reviewer }] = corrections;
    assert.deepEqual(
      { id, dataset, split, decision, newLabel, newName, model, reviewer },
      {
        id: imageId(known.image(images[0])),
        dataset: DATA,
        split: 'test',
        decision: 'relabel',
        newLabel: most.predicted,
        newName: NAMES[most.predicted],
        model: RUNS[1],
        reviewer: 'Ann',
      },
    );
    await session.screenshot('evaluation-relabelled');
    // Its given label stays: it is still one of the cell.
    assert.deepEqual(await shownImages(view), images);
  });

  session.step('a disputed label is left out of the accuracy beside, once evaluated again', async () => {
    const { page } = session;
    const view = await evaluate(page);
    await view.getByText(/^1 label is disputed by a reviewer\./).waitFor();
    await view.locator('.figure', { hasText: 'Without disputed labels' }).waitFor();
    const { withoutDisputed, labelledCount } = scores();
    assert.deepEqual([withoutDisputed?.leftOut, withoutDisputed?.count], [1, labelledCount - 1]);
  });

  session.step('another run is compared: in words, in numbers, and the images that flipped', async () => {
    const { page } = session;
    const view = await open();
    const after = predictions();
    await view.getByRole('button', { name: 'Compare…' }).click();
    await view.getByRole('menuitem', { name: RUNS[0] }).click();
    const cells = view.locator('.four-cells td.number');
    await cells.first().waitFor({ timeout: 60_000 });
    const numbers = (await cells.allInnerTexts()).map((text) => Number(text.replace(',', '')));
    const [bothRight, onlyFirst, onlySecond, bothWrong] = numbers;
    assert.equal(bothRight + onlyFirst + onlySecond + bothWrong, 1000);
    assert.equal(bothRight + onlySecond, after.filter(({ label, predicted }) => label === predicted).length);
    const flips = view.getByRole('group', { name: 'Images that flipped' });
    await flips.getByRole('button', { name: `${onlySecond} fixed` }).click();
    await view.locator('.dock-title').getByText(`Wrong with ${RUNS[0]}, right with ${RUNS[1]}`).waitFor();
    await until(async () => (await shownImages(view)).length === onlySecond);
    const fixed = await shownImages(view);
    const ofAfter = new Map(after.map((one) => [one.image, one]));
    assert.ok(fixed.every((image) => ofAfter.get(image)!.label === ofAfter.get(image)!.predicted));
    await session.screenshot('evaluation-compared');
    await flips.getByRole('button', { name: `${onlyFirst} broken` }).click();
    await view.locator('.dock-title').getByText(`Right with ${RUNS[0]}, wrong with ${RUNS[1]}`).waitFor();
    await until(async () => (await shownImages(view)).length === onlyFirst);
    const broken = await shownImages(view);
    assert.ok(broken.every((image) => ofAfter.get(image)!.label !== ofAfter.get(image)!.predicted));

    // After a reload the comparison is made again, and the same images are shown.
    await page.waitForTimeout(1500); // VS Code keeps the state of its editors about once a second.
    await reloadWindow(page);
    const again = await shownEvaluation(page);
    await again.locator('.four-cells').waitFor({ timeout: 60_000 });
    await again.locator('.dock-title').getByText(`Right with ${RUNS[0]}, wrong with ${RUNS[1]}`).waitFor();
    await until(async () => (await shownImages(again)).length === onlyFirst);
    assert.deepEqual(await shownImages(again), broken);
    await again.getByRole('button', { name: 'Close the comparison' }).click();
    await again.locator('.comparison').waitFor({ state: 'hidden' });
    await again.locator('.dock').waitFor({ state: 'hidden' });
  });

  session.step('a reload keeps the cell, how it is shown, and where it was', async () => {
    const { page } = session;
    const view = await open();
    const most = pair();
    await shows(view, 'Share of given').click();
    await matrixCell(view, most.actual, most.predicted).click();
    const images = ofPair(most);
    await imagesAre(view, titleOf(most), images);
    await page.waitForTimeout(1500); // VS Code keeps the state of its editors about once a second.
    await reloadWindow(page);
    const again = await shownEvaluation(page);
    await imagesAre(again, titleOf(most), images);
    assert.equal(await shows(again, 'Share of given').getAttribute('aria-pressed'), 'true');
    await shows(again, 'Counts').click();
  });

  session.step('two runs are compared from the palette', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Compare Two Runs on Data');
    await pick(page, 'Which data?', DATA);
    await pick(page, 'The run before: which one?', RUNS[1]);
    const view = await shownEvaluation(page);
    await view.locator('.four-cells').waitFor({ timeout: 90_000 });
    await view.getByText(`Before: ${RUNS[1]}`).waitFor();
    assert.equal(readEvaluation(session.server.workspace).runId, RUNS[0]);
  });

  session.step(
    'what corrections changed: the run before is found, and both are compared on the test split',
    async () => {
      const { page } = session;
      const workspace = session.server.workspace;
      await writeTrainCorrections(session.inWorkspace('training.csv'), known);
      await train(workspace, '2026-01-03_10-00-00_quick', '--seed', '2', '--corrections', 'training.csv');
      await runCommand(page, 'FashionMNIST: What Did These Corrections Change?');
      const view = await shownEvaluation(page);
      await view.locator('.four-cells').waitFor({ timeout: 90_000 });
      await view.getByText(`Before: ${RUNS[1]}`).waitFor();
      await view.getByText('After: 2026-01-03_10-00-00_quick').waitFor();
      await session.screenshot('evaluation-corrections-changed');
    },
  );

  session.step('data that is gone: the figures stay, and a line says why there are no pictures', async () => {
    const { page } = session;
    const before = session.inWorkspace(DATA);
    const away = session.inWorkspace('away');
    const view = await open();
    await until(async () => (await view.locator('.notice').count()) === 0);
    await runCommand(page, 'View: Close All Editors');
    fs.renameSync(before, away);
    try {
      const later = await open();
      await later.getByText(/^The images cannot be shown: .*sample/).waitFor();
      assert.ok((await later.locator('.headline').innerText()).includes(percent(scores().accuracy)));
      await session.screenshot('evaluation-no-data');
    } finally {
      fs.renameSync(away, before);
    }
    await webview(page).getByRole('button', { name: 'Look again' }).click();
    const later = webview(page);
    await later.getByText(/^The images cannot be shown/).waitFor({ state: 'hidden' });
    const most = pair();
    await matrixCell(later, most.actual, most.predicted).click();
    await imagesAre(later, titleOf(most), ofPair(most));
  });

  session.step('data without labels: what is predicted, and how sure the model is', async () => {
    const { page } = session;
    const folder = session.inWorkspace('unlabelled');
    fs.mkdirSync(folder);
    for (const file of fs.readdirSync(session.inWorkspace(DATA))) {
      if (/^t10k-images|^classes/.test(file)) fs.copyFileSync(session.inWorkspace(DATA, file), path.join(folder, file));
    }
    const view = await evaluate(page, 'unlabelled');
    const rows = view.locator('.pair:visible');
    await rows.first().waitFor({ timeout: 60_000 });
    await view.getByText('Confidence of the predictions').waitFor();
    assert.equal(await view.locator('.matrix:visible').count(), 0);
    const text = fs.readFileSync(session.inWorkspace('predictions.csv'), 'utf8');
    const counts = new Map<string, number>();
    for (const line of text.trim().split('\n').slice(1)) {
      const name = NAMES[Number(/,,(\d+),/.exec(line)![1])];
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const most = [...counts].sort((a, b) => b[1] - a[1])[0];
    const first = (await rows.first().innerText()).split(/\s*\n\s*/);
    assert.deepEqual(first.slice(0, 2), [most[0], String(most[1])]);
    await rows.first().click();
    await view.locator('.dock-title').getByText(`All that is predicted as ${most[0]}`, { exact: true }).waitFor();
    await until(async () => (await shownImages(view)).length === most[1]);
    await session.screenshot('evaluation-unlabelled');
  });

  session.step('a damaged evaluation.json says so', async () => {
    const { page } = session;
    const file = session.inWorkspace('evaluation.json');
    const text = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, text.slice(0, -9));
    await runCommand(page, 'FashionMNIST: Open Evaluation');
    await webview(page).getByText('evaluation.json: is damaged: it is no JSON; evaluate the model again').waitFor();
    fs.writeFileSync(file, text);
    await webview(page).getByRole('button', { name: 'Retry' }).click();
    await shownEvaluation(page);
  });
});
