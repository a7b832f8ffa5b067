// The training view, from nothing to a trained model: form, curves, queue, ablation, recipes; with keys alone, in every
// theme, and with names that would like to be markup.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Ablation } from '../../src/shared/contracts/ablation';
import { accessibilityProblems, atWidth, atZoom, fitsItsWidth, setTheme, THEMES, webview } from '../harness/webview';
import { pick, quickRow, runCommand, tab, toast } from '../harness/workbench';
import { EditorSession, until } from './editorSession';
import {
  button,
  chartRows,
  epochs,
  fillForm,
  focused,
  history,
  jobs,
  newJob,
  pickRecipeFile,
  startTraining,
  state,
} from './training';

const HOSTILE = '<img src=x onerror=document.title="hacked"> $(trash) [x](command:workbench.action.quit) =cmd()';

describe('the training view', function () {
  this.timeout(180_000);
  const session = new EditorSession({
    prepare: (workspace) => {
      const classes = Array.from({ length: 10 }, (_, index) => `${index} ${HOSTILE}`);
      fs.mkdirSync(`${workspace}/hostile ${HOSTILE.replace(/[\\/]/g, '')}`);
      const folder = `${workspace}/hostile ${HOSTILE.replace(/[\\/]/g, '')}`;
      fs.copyFileSync(`${workspace}/tables/forty.csv`, `${folder}/forty.csv`);
      fs.writeFileSync(`${folder}/classes.txt`, classes.join('\n'));
      const quick = JSON.parse(fs.readFileSync(`${workspace}/recipes/quick.json`, 'utf8')) as { name: string };
      fs.writeFileSync(`${workspace}/recipes/hostile.json`, JSON.stringify({ ...quick, name: HOSTILE.slice(0, 60) }));
    },
  });
  session.hooks();
  const view = () => webview(session.page);

  /** Looks at the view in each theme, narrow and enlarged; axe-core must find nothing serious anywhere. */
  async function look(name: string): Promise<void> {
    const { page, server } = session;
    const found: string[] = [];
    await runCommand(page, 'Notifications: Clear All Notifications');
    for (const theme of THEMES) {
      await setTheme(page, server, theme);
      await page.waitForTimeout(300);
      await session.screenshot(`${name}-${theme.name}`);
      found.push(...(await accessibilityProblems(page)).map((problem) => `${theme.name}: ${problem}`));
    }
    await setTheme(page, server, THEMES[0]);
    await atZoom(page, 200, () => session.screenshot(`${name}-200-percent`));
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    await atWidth(page, 300, async () => {
      await page.waitForTimeout(300);
      await session.screenshot(`${name}-narrow`);
      await fitsItsWidth(view().locator('body'));
    });
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    assert.deepEqual(found, []);
  }

  session.step('says what to do where there is nothing yet', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Open Training View');
    await view().getByText('No data chosen yet').waitFor();
    await view().getByText('No runs yet.').waitFor();
    await look('training-empty');
    await button(view(), 'Start').click();
    await view().getByText('Choose the data to train on.').waitFor();
    assert.deepEqual(session.runFolders(), []);
  });

  session.step('with keys alone: Train, its answers, one key; the curves end with what history.csv has', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Train');
    await pick(page, 'Which data?', 'The sample that comes with the extension');
    await pickRecipeFile(page, 'quick.json');
    await focused(button(view(), 'Start'));
    await view()
      .getByText(/train 2,000 · test 1,000 · 10 classes/)
      .waitFor();
    await session.screenshot('training-form');
    const job = await newJob(page, () => page.keyboard.press('Enter'));
    await state(job, 'finished');
    const [run] = session.runFolders();
    const kept = history(session, run).map((line) => line.split(','));
    await epochs(job, kept.length);
    const rows = await chartRows(job, 'Accuracy');
    const share = (text: string) => `${(100 * Number(text)).toFixed(1)}%`;
    assert.deepEqual(
      rows,
      kept.map(([epoch, , train, , validation]) => [epoch, share(train), share(validation)]),
    );
    const losses = await chartRows(job, 'Loss');
    assert.deepEqual(
      losses,
      kept.map(([epoch, train, , validation]) => [epoch, Number(train).toFixed(2), Number(validation).toFixed(2)]),
    );
    await job.getByText(/^Trained: \d+\.\d% of the 200 held-out images are recognised/).waitFor();
    await look('training-finished');
  });

  session.step('a figure leaves as CSV, the same as history.csv', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Open Training View');
    const job = jobs(page).last();
    const chart = job.locator('figure.chart', { hasText: 'Accuracy' });
    await button(chart, 'Save figures (CSV)').click();
    const dialog = page.locator('.quick-input-widget');
    await dialog.getByRole('button', { name: 'OK' }).click();
    const [run] = session.runFolders();
    const read = () => fs.readFileSync(session.inWorkspace('accuracy.csv'), 'utf8').trim().split(/\r?\n/);
    // It is there before what it holds.
    await until(() => read().length > history(session, run).length);
    const lines = read();
    for (const line of history(session, run)) {
      const [epoch, , train, , validation] = line.split(',');
      assert.ok(
        lines.some((one) => one.startsWith(`${epoch},`) && one.endsWith(`,${train},${validation}`)),
        `${line} in\n${lines.join('\n')}`,
      );
    }
  });

  session.step('pauses and goes on; a second training waits, and starts when the first is stopped', async () => {
    const { page } = session;
    const first = await startTraining(page, 'long.json');
    await epochs(first, 2);
    await button(first, 'Pause').click();
    await state(first, 'paused');
    // What was under way has come when nothing more comes; the table is brought up to date once a second.
    let before = -1;
    await until(async () => {
      const known = before;
      before = (await chartRows(first, 'Accuracy')).length;
      if (before !== known) await page.waitForTimeout(2500);
      return before === known;
    }, 60_000);
    const second = await startTraining(page, 'quick.json');
    await second.getByText('Waits: "long on sample, seed 1" in this window').waitFor();
    await session.screenshot('training-queue');
    assert.equal((await chartRows(first, 'Accuracy')).length, before);
    await button(first, 'Resume').click();
    await epochs(first, before + 1);
    await button(first, 'Stop').click();
    await state(first, 'stopped');
    await first.getByText(/^Training stopped after epoch \d+ of 500: \d+\.\d%/).waitFor();
    await state(second, 'finished');
    await button(second, 'Dismiss').click();
    await second.waitFor({ state: 'detached' });
  });

  session.step('what each part contributes, on a few images', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Measure What Each Layer Contributes');
    await pick(page, 'Which data?', 'The sample that comes with the extension');
    await pickRecipeFile(page, 'quick.json');
    await view().getByRole('textbox', { name: 'Seeds' }).fill('3');
    await view()
      .getByRole('textbox', { name: /images/i })
      .fill('200');
    await view().getByRole('textbox', { name: 'Epochs' }).last().fill('1');
    await session.screenshot('training-ablation-form');
    const start = view().getByRole('button', { name: 'Start measuring', exact: true });
    const job = await newJob(page, () => start.click());
    await state(job, 'finished', 120_000);
    const folder = session
      .runFolders()
      .find((name) => fs.existsSync(session.inWorkspace('.fashion-mnist/runs', name, 'ablation.json')))!;
    const kept = JSON.parse(
      fs.readFileSync(session.inWorkspace('.fashion-mnist/runs', folder, 'ablation.json'), 'utf8'),
    ) as Ablation;
    assert.deepEqual([kept.seeds, kept.epochs, kept.whole], [[1, 2, 3], 1, true]);
    assert.equal(kept.trials.length, 3 * kept.parts.length);
    const table = job.getByRole('table', { name: 'What each part contributes' });
    for (const { name, id } of kept.parts) if (id !== 'whole') await table.getByText(name, { exact: true }).waitFor();
    await job.scrollIntoViewIfNeeded();
    await look('training-ablation');
  });

  session.step(
    'a network is edited as JSON: the editor names what the schema forbids, the view what it describes',
    async () => {
      const { page } = session;
      await fillForm(page, 'quick.json');
      await button(view(), 'Edit network as JSON').click();
      await tab(page, 'quick.recipe.json').waitFor();
      const filters = page.locator('.monaco-editor .view-line', { hasText: '"filters"' });
      await filters.click();
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Backspace');
      await page.keyboard.type('-8');
      await view()
        .getByText(/network\.0\.filters|filters: /)
        .first()
        .waitFor();
      await page.locator('.squiggly-error, .squiggly-warning').first().waitFor();
      await session.screenshot('training-recipe-wrong');
      for (let at = 0; at < 2; at++) await page.keyboard.press('Backspace');
      await page.keyboard.type('12');
      await view().getByText('7 layers, 6,034 parameters').waitFor();
      await session.screenshot('training-recipe');
      await page.keyboard.press('Control+S');
      const file = session.inWorkspace('recipes/quick.recipe.json');
      await until(() => /"filters": 12\b/.test(fs.readFileSync(file, 'utf8')));
    },
  );

  session.step('names from the disk are text', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Train');
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: 'hostile' });
    await row.click();
    await pick(page, 'Which recipe?', 'Browse for a recipe file...');
    await page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).waitFor();
    await quickRow(page, 'recipes').click();
    await quickRow(page, 'hostile.json').click();
    await focused(button(view(), 'Start'));
    const job = await newJob(page, () => page.keyboard.press('Enter'));
    await state(job, 'finished');
    await toast(page, /Trained: /).waitFor();
    await session.screenshot('training-hostile');
    assert.equal(await view().locator('img').count(), 0);
    assert.ok(!(await page.title()).includes('hacked'));
    assert.ok((await job.locator('h3').innerText()).includes('<img src=x'));
  });
});
