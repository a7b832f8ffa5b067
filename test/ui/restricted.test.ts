// A workspace of somebody else that is not trusted, with settings, links and a program that mean harm: reading and
// training work, nothing of it runs, nothing is written outside of it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { changeSettings } from '../harness/webview';
import { contextMenu, explorerEntry, pick, runCommand, tab, toast } from '../harness/workbench';
import { EditorSession } from './editorSession';
import { openExplorer } from './explorerView';
import { DATA, prepareReview, RUN } from './reviewView';
import { startTraining, state } from './training';

describe('a workspace that is not trusted', function () {
  this.timeout(180_000);
  const session = new EditorSession({
    isRestricted: true,
    prepare: async (workspace) => {
      await prepareReview(workspace);
      const outside = path.join(workspace, '../outside');
      fs.rmSync(outside, { recursive: true, force: true });
      fs.mkdirSync(outside);
      fs.writeFileSync(path.join(outside, 'empty.csv'), '');
      const evil = path.join(workspace, 'evil.sh');
      fs.writeFileSync(evil, `#!/bin/sh\ntouch "${path.join(outside, 'pwned')}"\n`, { mode: 0o755 });
      changeSettings(
        { workspace },
        {
          'fashionMnist.nodePath': evil,
          'fashionMnist.runsFolder': '../outside/runs',
          'fashionMnist.outputFile': '../outside/output.txt',
          'fashionMnist.correctionsFile': '../outside/corrections.csv',
          'fashionMnist.downloadAddress': 'http://127.0.0.1:9/',
          'fashionMnist.engineDownloadAddress': 'http://127.0.0.1:9/',
        },
      );
    },
  });
  session.hooks();
  const outside = () => fs.readdirSync(session.inWorkspace('../outside')).sort();
  const link = (name: string, to: string) => {
    fs.rmSync(session.inWorkspace(name), { recursive: true, force: true });
    fs.symlinkSync(session.inWorkspace('../outside', to), session.inWorkspace(name));
  };
  const refusal = (name: string | RegExp) =>
    toast(session.page, name).filter({ hasText: 'is a link out of the workspace, which is not trusted' });

  session.step('its settings choose neither a program nor where is written', async () => {
    const { page } = session;
    await page.locator('.statusbar', { hasText: 'Restricted Mode' }).waitFor();
    await contextMenu(page, explorerEntry(page, DATA), 'Evaluate Model');
    await tab(page, 'Evaluation').waitFor({ timeout: 60_000 });
    const job = await startTraining(page, 'quick.json');
    await state(job, 'finished');
    assert.equal(session.runFolders().length, 2);
    assert.ok(fs.existsSync(session.inWorkspace('output.txt')));
    assert.deepEqual(outside(), ['empty.csv']);
  });

  session.step('no report, decision, recipe or run goes through a link that leads out of it', async () => {
    const { page } = session;
    link('output.txt', 'output.txt');
    await contextMenu(page, explorerEntry(page, DATA), 'Evaluate Model');
    await refusal('output.txt').waitFor();

    link('corrections.csv', 'empty.csv');
    const view = await openExplorer(page, DATA);
    await view.getByRole('grid', { name: 'Images' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('r');
    await view.locator('.relabel-menu').waitFor();
    await page.keyboard.press('3');
    await view.getByText('corrections.csv: is a link out of the workspace, which is not trusted').first().waitFor();
    await session.screenshot('restricted-decision');

    // One file of a run, the predictions that it keeps, all runs.
    const run = `.fashion-mnist/runs/${RUN}`;
    for (const [name, to] of [
      [`${run}/margins.f32`, 'empty.csv'],
      [`${run}/predictions`, '.'],
      ['.fashion-mnist', '.'],
    ]) {
      fs.cpSync(session.inWorkspace(run), session.inWorkspace('kept'), { recursive: true });
      link(name, to);
      await contextMenu(page, explorerEntry(page, DATA), 'Evaluate Model');
      await refusal(name).first().waitFor();
      await runCommand(page, 'Notifications: Clear All Notifications');
      fs.rmSync(session.inWorkspace(name), { recursive: true });
      fs.rmSync(session.inWorkspace(run), { recursive: true, force: true });
      fs.cpSync(session.inWorkspace('kept'), session.inWorkspace(run), { recursive: true });
    }
    link('.fashion-mnist/reviews', '.');
    await contextMenu(page, explorerEntry(page, DATA), 'Review Uncertain Predictions');
    await refusal('.fashion-mnist/reviews').first().waitFor();
    await runCommand(page, 'Notifications: Clear All Notifications');
    fs.rmSync(session.inWorkspace('.fashion-mnist/reviews'));
    link('fashion-mnist', '.');
    await runCommand(page, 'FashionMNIST: Get Fashion-MNIST');
    await pick(page, 'Where to?', 'The folder fashion-mnist of this workspace');
    await refusal('fashion-mnist').first().waitFor();
    await session.screenshot('restricted-download');
    assert.deepEqual(outside(), ['empty.csv']);
    assert.equal(fs.statSync(session.inWorkspace('../outside/empty.csv')).size, 0);
  });
});
