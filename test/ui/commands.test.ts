// The main job in the editor, as a person does it: analyze, train, evaluate.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { DEFAULT_SEED, type RunRecord } from '../../src/shared/contracts/jobs';
import { webview } from '../harness/webview';
import { contextMenu, explorerEntry, pick, quickRow, runCommand, tab, toast } from '../harness/workbench';
import { EditorSession, until } from './editorSession';
import { button, focused, pickRecipeFile, SAMPLE } from './training';

describe('commands in the editor', function () {
  this.timeout(180_000);
  const session = new EditorSession();
  session.hooks();

  session.step('evaluating without a model offers to train one', async () => {
    const { page } = session;
    await contextMenu(page, explorerEntry(page, 'pictures'), 'Evaluate Model');
    await toast(page, 'There is no trained model in this workspace yet.')
      .getByRole('button', { name: 'Train' })
      .click();
    await page.locator('.quick-input-widget input[placeholder="Which data?"]').waitFor();
    await page.keyboard.press('Escape');
  });

  session.step('a CSV is analyzed from its context menu', async () => {
    const { page } = session;
    await explorerEntry(page, 'tables').click();
    await contextMenu(page, explorerEntry(page, 'forty.csv'), 'Analyze Data');
    await tab(page, 'analysis.txt').waitFor();
    await session.screenshot('analysis');
    assert.ok(fs.existsSync(session.inWorkspace('analysis.json')));
    assert.deepEqual(fs.readdirSync(session.inWorkspace('tables')), ['damaged.csv', 'forty.csv']);
  });

  session.step('damaged data is told with its place, which opens', async () => {
    const { page } = session;
    await contextMenu(page, explorerEntry(page, 'damaged.csv'), 'Analyze Data');
    const message = toast(page, /damaged\.csv:4:\d+: /);
    await message.waitFor();
    await session.screenshot('damaged');
    await message.getByRole('button', { name: 'Open at Line 4' }).click();
    await tab(page, 'damaged.csv').waitFor();
    await page.locator('.statusbar-item', { hasText: /Ln 4, Col \d+ \(3 selected\)/ }).waitFor();
  });

  session.step('a model is trained on the sample from the palette', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Train');
    await quickRow(page, SAMPLE).waitFor();
    await session.screenshot('train-data');
    await pick(page, 'Which data?', SAMPLE);
    await quickRow(page, 'standard').waitFor();
    await session.screenshot('train-recipe');
    await pickRecipeFile(page, 'quick.json');
    await focused(button(webview(page), 'Start'));
    await session.screenshot('train-form');
    assert.deepEqual(session.runFolders(), [], 'nothing starts before the key');
    await page.keyboard.press('Enter');
    const done = toast(page, /Trained: \d+\.\d% of the 200 held-out images are recognised/);
    await done.waitFor({ timeout: 120_000 });
    await session.screenshot('trained');
    const [run, ...others] = session.runFolders();
    assert.deepEqual(others, []);
    const files = fs.readdirSync(session.inWorkspace('.fashion-mnist/runs', run));
    for (const file of ['run.json', 'history.csv', 'model_summary.txt', 'model']) assert.ok(files.includes(file), file);
    const record = fs.readFileSync(session.inWorkspace('.fashion-mnist/runs', run, 'run.json'), 'utf8');
    assert.equal((JSON.parse(record) as RunRecord).seed, DEFAULT_SEED);
    await done.getByRole('button', { name: 'Open Summary' }).click();
    await tab(page, 'model_summary.txt').waitFor();
  });

  session.step('a right-clicked folder is evaluated: output.txt opens, and the evaluation view over it', async () => {
    const { page } = session;
    await contextMenu(page, explorerEntry(page, 'pictures'), 'Evaluate Model');
    await tab(page, 'output.txt').waitFor({ timeout: 90_000 });
    await webview(page).getByRole('heading', { name: 'pictures', exact: true }).waitFor();
    await session.screenshot('evaluated');
    const output = fs.readFileSync(session.inWorkspace('output.txt'), 'utf8');
    for (const heading of ['Model architecture', 'Data', 'Metrics', 'Insights'])
      assert.match(output, new RegExp(heading));
    assert.match(output, /Ankle boot/);
    assert.equal(fs.readdirSync(session.inWorkspace('pictures')).length, 10);
  });

  session.step('an output.txt of somebody else is not replaced', async () => {
    const { page } = session;
    fs.writeFileSync(session.inWorkspace('output.txt'), 'my own notes\n');
    await contextMenu(page, explorerEntry(page, 'pictures'), 'Evaluate Model');
    const message = toast(page, /output\.txt: /);
    await message.getByRole('button', { name: 'Choose Another Place...' }).waitFor({ timeout: 90_000 });
    await session.screenshot('not-replaced');
    assert.equal(fs.readFileSync(session.inWorkspace('output.txt'), 'utf8'), 'my own notes\n');
    fs.rmSync(session.inWorkspace('output.txt'));
  });

  for (const [name, command] of [
    ['predictions.csv', 'Evaluate Model'],
    ['evaluation.json', 'Evaluate Model'],
    ['analysis.json', 'Analyze Data'],
  ]) {
    session.step(`${command} does not replace a ${name} of somebody else`, async () => {
      const { page } = session;
      const file = session.inWorkspace(name);
      const ours = fs.existsSync(file) ? fs.readFileSync(file) : null;
      fs.writeFileSync(file, 'mine');
      await contextMenu(page, explorerEntry(page, 'pictures'), command);
      const message = toast(page, new RegExp(`${name}: was not written by this program`));
      await message.getByRole('button', { name: 'Choose Another Place...' }).waitFor({ timeout: 90_000 });
      assert.equal(fs.readFileSync(file, 'utf8'), 'mine');
      if (ours) fs.writeFileSync(file, ours);
      else fs.rmSync(file);
    });
  }

  session.step('a folder of runs is no data, and a message says so', async () => {
    const { page } = session;
    await contextMenu(page, explorerEntry(page, '.fashion-mnist'), 'Evaluate Model');
    const message = toast(page, '.fashion-mnist: holds runs of this program, not data; give the folder or file');
    await message.waitFor();
    await session.screenshot('runs-no-data');
  });

  session.step('data that lies deeper in a folder is found', async () => {
    const { page } = session;
    fs.mkdirSync(session.inWorkspace('project/data/raw'), { recursive: true });
    fs.copyFileSync(session.inWorkspace('tables/forty.csv'), session.inWorkspace('project/data/raw/forty.csv'));
    await contextMenu(page, explorerEntry(page, 'project'), 'Evaluate Model');
    await tab(page, 'output.txt').waitFor({ timeout: 90_000 });
    await webview(page).getByRole('heading', { name: 'project', exact: true }).waitFor();
    assert.match(fs.readFileSync(session.inWorkspace('output.txt'), 'utf8'), /40 images from data\/raw\/forty\.csv/);
    fs.rmSync(session.inWorkspace('project'), { recursive: true });
  });

  session.step('names from the disk are shown as text', async () => {
    const { page } = session;
    const name = '[x](command:workbench.action.quit) $(trash) <b>.csv';
    fs.copyFileSync(session.inWorkspace('tables/damaged.csv'), session.inWorkspace(name));
    await runCommand(page, 'FashionMNIST: Analyze Data');
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: 'workbench.action.quit' });
    await row.waitFor();
    await session.screenshot('hostile-name');
    assert.equal(await row.locator('.codicon-trash').count(), 0);
    await row.click();
    const message = toast(page, /workbench\.action\.quit/).last();
    await message.getByRole('button', { name: 'Open at Line 4' }).waitFor();
    await session.screenshot('hostile-message');
    assert.equal(await page.locator('.notification-toast a', { hasText: 'x' }).count(), 0);
    fs.rmSync(session.inWorkspace(name));
    await until(async () => (await explorerEntry(page, name).count()) === 0);
  });
});
