// What a run predicts, in the dataset explorer. The run was trained on the command line, which also tells how many are wrong.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { runCli } from '../cli/runCli';
import { reloadWindow } from '../harness/workbench';
import { addSample, chip, countShows, openExplorer, shownExplorer } from './explorerView';
import { EditorSession } from './editorSession';

describe('predictions in the dataset explorer', function () {
  this.timeout(180_000);
  /** Images of the sample whose predicted class is not the given one, by split. */
  const wrong = { train: 0, test: 0 };
  const session = new EditorSession({
    prepare: async (workspace) => {
      addSample(workspace);
      const run = async (...parameters: string[]) => {
        const { code, stderr } = await runCli(parameters, { folder: workspace });
        assert.equal(code, 0, stderr);
      };
      const out = '.fashion-mnist/runs/2026-01-01_10-00-00_quick';
      await run('train', 'sample', '--recipe', 'recipes/quick.json', '--epochs', '3', '--out', out, '--engine', 'wasm');
      for (const split of ['train', 'test'] as const) {
        const report = path.join(workspace, split, 'output.txt');
        fs.mkdirSync(path.dirname(report));
        await run('evaluate', 'sample', '--model', out, '--split', split, '--out', report, '--engine', 'wasm');
        const json = fs.readFileSync(path.join(path.dirname(report), 'evaluation.json'), 'utf8');
        const { accuracy, count } = JSON.parse(json) as { accuracy: number; count: number };
        wrong[split] = Math.round((1 - accuracy) * count);
        fs.rmSync(path.dirname(report), { recursive: true });
      }
    },
  });
  session.hooks();

  session.step('a run predicts all images; the wrong ones are shown, and the least sure first', async () => {
    const { page } = session;
    const view = await openExplorer(page, 'sample');
    const section = view.locator('.predictions');
    await section.getByRole('button', { name: 'Predict' }).click();
    const told = section.getByText(/^Predicted as labelled: train \d+\.\d% · test \d+\.\d%$/);
    await told.waitFor({ timeout: 90_000 });
    const [train, test] = [...(await told.innerText()).matchAll(/\d+\.\d/g)].map(([share]) => Number(share));
    assert.deepEqual([train, test], [shareOf(wrong.train, 2000), shareOf(wrong.test, 1000)]);

    await section.getByRole('button', { name: 'Wrong' }).click();
    const all = (wrong.train + wrong.test).toLocaleString('en-US');
    await countShows(view, `${all} of 3,000`);
    await chip(view, /wrong/i).waitFor();
    await session.screenshot('explorer-predictions');

    await section.getByRole('button', { name: 'Right' }).click();
    await countShows(view, `${(3000 - wrong.train - wrong.test).toLocaleString('en-US')} of 3,000`);
  });

  session.step('predictions that are kept are there again after a reload', async () => {
    const { page } = session;
    const view = await openExplorer(page, 'sample');
    await view.locator('.predictions').getByRole('combobox', { name: 'Run' }).waitFor();
    const predict = view.locator('.predictions').getByRole('button', { name: 'Predict' });
    if (await predict.isVisible()) await predict.click();
    await view.locator('.predictions').getByRole('button', { name: 'Wrong' }).click();
    const all = (wrong.train + wrong.test).toLocaleString('en-US');
    await countShows(view, `${all} of 3,000`);
    await page.waitForTimeout(1500); // VS Code keeps the state of its editors about once a second.
    await reloadWindow(page);
    await countShows(await shownExplorer(page), `${all} of 3,000`);
  });
});

/** The share that is right, in percent, as it is shown. */
function shareOf(wrong: number, count: number): number {
  return Number((100 - (100 * wrong) / count).toFixed(1));
}
