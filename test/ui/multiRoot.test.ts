// A workspace of two folders, each with runs, reports and corrections of its own.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { readCorrections } from '../../src/engine/corrections/readCorrections';
import { runCli } from '../cli/runCli';
import { root } from '../harness/host';
import { changeSettings, webview } from '../harness/webview';
import { contextMenu, explorerEntry, pick, runCommand, tab } from '../harness/workbench';
import { EditorSession, until } from './editorSession';
import { openExplorer } from './explorerView';
import { answerReview, ready } from './reviewView';
import { button, focused, newJob, pickRecipeFile, SAMPLE, state } from './training';

describe('a workspace of two folders', function () {
  this.timeout(180_000);
  const session = new EditorSession({
    workspaceFile: 'both.code-workspace',
    prepare: async (workspace) => {
      const folders = ['men', 'women'].map((name) => ({ path: name }));
      fs.writeFileSync(path.join(workspace, 'both.code-workspace'), JSON.stringify({ folders }));
      for (const name of ['men', 'women']) {
        const folder = path.join(workspace, name);
        fs.cpSync(path.join(root, 'media/sample'), path.join(folder, `${name} data`), { recursive: true });
        fs.cpSync(path.join(workspace, 'recipes'), path.join(folder, 'recipes'), { recursive: true });
        const training = ['train', `${name} data`, '--recipe', 'recipes/quick.json', '--out'];
        const out = path.join('.fashion-mnist/runs', `2026-01-01_10-00-00_${name}`);
        const { code, stderr } = await runCli([...training, out], { folder });
        assert.equal(code, 0, stderr);
      }
      // A setting of one of the folders.
      changeSettings({ workspace: path.join(workspace, 'women') }, { 'fashionMnist.outputFile': 'reports/women.txt' });
    },
  });
  session.hooks();
  const runsOf = (name: string) => fs.readdirSync(session.inWorkspace(name, '.fashion-mnist/runs')).sort();

  session.step('data is evaluated with the run of its own folder, and its own settings', async () => {
    const { page } = session;
    for (const [name, report] of [
      ['men', 'men/output.txt'],
      ['women', 'women/reports/women.txt'],
    ]) {
      await contextMenu(page, explorerEntry(page, `${name} data`), 'Evaluate Model');
      await until(() => fs.existsSync(session.inWorkspace(report)), 60_000);
      assert.match(fs.readFileSync(session.inWorkspace(report), 'utf8'), new RegExp(`2026-01-01_10-00-00_${name}`));
      await tab(page, 'Evaluation').waitFor();
      await runCommand(page, 'View: Close All Editors');
    }
    assert.ok(!fs.existsSync(session.inWorkspace('women/output.txt')));
  });

  session.step('a training on data of neither asks where it belongs; the runs of both are listed', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Train');
    await pick(page, 'Where to keep the runs and reports', 'women');
    await pick(page, 'Which data?', SAMPLE);
    await pickRecipeFile(page, 'quick.json');
    await focused(button(webview(page), 'Start'));
    const job = await newJob(page, () => page.keyboard.press('Enter'));
    await state(job, 'finished');
    assert.equal(runsOf('women').length, 2);
    assert.equal(runsOf('men').length, 1);
    const rows = webview(page).locator('tbody tr', { hasText: /_(men|women)/ });
    await rows.nth(1).waitFor();
    await session.screenshot('multi-root-training');
  });

  session.step('decisions go into the corrections file of the folder that the data is in', async () => {
    const { page } = session;
    const view = await openExplorer(page, 'men data');
    await view.getByRole('grid', { name: 'Images' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('r');
    await view.locator('.relabel-menu').waitFor();
    await page.keyboard.press('3');
    await until(() => fs.existsSync(session.inWorkspace('men/corrections.csv')));

    await contextMenu(page, explorerEntry(page, 'women data'), 'Review Uncertain Predictions');
    // There are two by now.
    await pick(page, 'Which run?', '2026-01-01_10-00-00_women');
    await answerReview(page, 'Unsure predictions: margin', '5');
    await page.keyboard.press('u');
    await until(async () => (await ready(webview(page)))?.position === 1);
    for (const [name, decision] of [
      ['men', 'relabel'],
      ['women', 'unsure'],
    ]) {
      const { corrections } = await readCorrections(session.inWorkspace(name, 'corrections.csv'));
      assert.deepEqual(
        corrections.map(({ dataset, decision }) => [dataset, decision]),
        [[`${name} data`, decision]],
      );
    }
    await session.screenshot('multi-root-review');
  });
});
