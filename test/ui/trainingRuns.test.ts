// The runs of a workspace, in the view's table and in the tree: compared, named, tagged, deleted and brought back. Two
// were trained on the command line.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { runCli } from '../cli/runCli';
import { root } from '../harness/host';
import { accessibilityProblems, setTheme, THEMES, webview } from '../harness/webview';
import { contextMenu, reloadWindow, runCommand, tab, toast } from '../harness/workbench';
import { EditorSession, until } from './editorSession';
import { button, chartRows, focused, history } from './training';

const HOSTILE = '<b>bold</b> $(trash) =cmd() \u202egnirts [x](command:workbench.action.quit)';

describe('runs in the editor', function () {
  this.timeout(180_000);
  const session = new EditorSession({
    prepare: async (workspace) => {
      const recipe = path.join(workspace, 'recipes/quick.json');
      for (const [id, ...settings] of [
        ['2026-01-01_10-00-00_first', '--seed', '1', '--epochs', '3'],
        ['2026-01-02_10-00-00_second', '--seed', '2', '--epochs', '5', '--class-weights', 'balanced'],
      ]) {
        const out = path.join(workspace, '.fashion-mnist/runs', id);
        const parameters = ['train', path.join(root, 'media/sample'), '--recipe', recipe, '--out', out, ...settings];
        const { code, stderr } = await runCli(parameters, { folder: workspace });
        assert.equal(code, 0, stderr);
      }
      const damaged = path.join(workspace, '.fashion-mnist/runs/2025-01-01_10-00-00_damaged');
      fs.mkdirSync(damaged);
      fs.writeFileSync(path.join(damaged, 'run.json'), '{');
    },
  });
  session.hooks();
  const view = () => webview(session.page);
  const row = (text: string | RegExp) =>
    view().getByRole('grid', { name: 'Runs' }).locator('tbody tr', { hasText: text });
  const treeRow = (text: string | RegExp) =>
    session.page.locator('.sidebar .pane-body .monaco-list-row', { hasText: text });

  const openTree = () => runCommand(session.page, 'View: Show FashionMNIST');

  async function type(text: string): Promise<void> {
    const { page } = session;
    const input = page.locator('.quick-input-widget input');
    await input.waitFor();
    await input.fill(text);
    await input.press('Enter');
  }

  session.step('the tree tells state, accuracy, data and date; a click shows the curves', async () => {
    const { page } = session;
    await openTree();
    await treeRow('second').waitFor();
    // In the order of their places: that of the elements may be another one.
    const read = () =>
      page
        .locator('.sidebar .pane-body .monaco-list-row')
        .evaluateAll((all) =>
          (all as unknown as { innerText: string; getAttribute(name: string): string }[])
            .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
            .map(({ innerText }) => innerText),
        );
    await until(async () => (await read()).length === 3);
    const texts = await read();
    assert.match(texts[0], /^second\s*\d+\.\d% · [A-Z][a-z]{2} \d+, \d{4}, \d\d:\d\d · sample$/);
    assert.match(texts[1], /^first\s*\d+\.\d% · [A-Z][a-z]{2} \d+, \d{4}, \d\d:\d\d · sample$/);
    assert.match(texts[2], /^damaged\s*damaged$/);
    await treeRow('second').click();
    const section = view().locator('details.section', { hasText: 'Curves' });
    await until(async () => (await chartRows(section, 'accuracy')).length >= 5);
    await session.screenshot('runs-tree');
  });

  session.step('two runs are compared: their curves over each other, and what differs', async () => {
    const { page, server } = session;
    await openTree();
    await treeRow('second').click();
    await view().getByRole('heading', { name: 'Curves', exact: true }).waitFor();
    await treeRow('first').click({ modifiers: ['Control'] });
    await contextMenu(page, treeRow('first'), 'Compare Runs');
    const differing = view().getByRole('table', { name: 'Settings that differ' });
    await differing.waitFor();
    const settings = await differing.locator('tbody tr').allInnerTexts();
    for (const name of [/^seed\s+\d\s+\d/m, /^epochs/m, /^class weights/m, /^held out/m])
      assert.match(settings.join('\n'), name);
    assert.equal(settings.length, 4, settings.join('\n'));
    const section = view().locator('details.section', { hasText: 'Compare' });
    await until(async () => (await chartRows(section, 'accuracy')).length >= 5);
    const shown = (await chartRows(section, 'accuracy')).map((cells) => cells.join(' '));
    for (const [run, count] of [
      ['first', 3],
      ['second', 5],
    ] as const) {
      const folder = session.runFolders().find((name) => name.endsWith(run))!;
      const epochs = history(session, folder);
      assert.equal(epochs.length, count);
      for (const [index, line] of epochs.entries()) {
        const accuracy = `${(100 * Number(line.split(',')[4])).toFixed(1)}%`;
        assert.ok(shown[index].includes(accuracy), `${accuracy} in ${shown[index]}`);
      }
    }
    await view()
      .getByRole('heading', { name: 'Runs' })
      .evaluate((head) => {
        (head as unknown as { scrollIntoView(): void }).scrollIntoView();
      });
    const found: string[] = [];
    for (const theme of THEMES) {
      await setTheme(page, server, theme);
      await session.screenshot(`comparison-${theme.name}`);
      found.push(...(await accessibilityProblems(page)));
    }
    assert.deepEqual(found, []);
  });

  session.step('a run is named and tagged in the view, and the tree says so', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Open Training View');
    await row('_first').click();
    await page.keyboard.press('F2');
    await view().locator('.inline-field:focus').waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type(HOSTILE.replace('\u202e', ''));
    await page.keyboard.press('Enter');
    await row('<b>bold</b> $(trash)').waitFor();
    await focused(row('<b>bold</b> $(trash)'));
    await page.keyboard.press('t');
    await view().locator('.inline-field:focus').waitFor();
    await page.keyboard.type('good, <i>x</i>, good');
    await page.keyboard.press('Enter');
    await row('<b>bold').locator('.tags', { hasText: 'good' }).waitFor();
    await openTree();
    await treeRow('<b>bold</b> $').filter({ hasText: '#good' }).waitFor();
    await session.screenshot('runs-hostile');
    // In its text: the row of a chosen run has a button with that icon.
    assert.equal(await treeRow('<b>bold').locator('.monaco-icon-label-container .codicon-trash').count(), 0);
    assert.equal(await view().locator('tbody b, tbody i').count(), 0);
  });

  session.step('a run is named and tagged in the tree, and the view says so', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Open Training View');
    await openTree();
    await contextMenu(page, treeRow('<b>bold'), 'Rename Run...');
    await type('');
    await treeRow('first').waitFor();
    await contextMenu(page, treeRow('first'), 'Tag Run...');
    await type(`a, ${HOSTILE.slice(0, 30)}`);
    await row('_first').locator('.tags', { hasText: '<b>bold</b>' }).waitFor();
    await contextMenu(page, treeRow('first'), 'Tag Run...');
    await type('');
    await until(async () => !(await row('_first').innerText()).includes('bold'));
  });

  session.step('a run is deleted and brought back, in the view and in the tree', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Open Training View');
    await row('_second').click();
    await focused(row('_second'));
    await page.keyboard.press('Delete');
    await row('_second').waitFor({ state: 'detached' });
    assert.equal(session.runFolders().length, 2);
    await button(view(), 'Undo').waitFor();
    // The way back is still there when the view was hidden meanwhile.
    await runCommand(page, 'File: New Untitled Text File');
    await tab(page, 'Untitled-1').waitFor();
    await tab(page, 'Training').click();
    await button(view(), 'Undo').click();
    await row('_second').waitFor();
    await openTree();
    await contextMenu(page, treeRow('second'), 'Delete Run');
    await treeRow('second').waitFor({ state: 'detached' });
    await toast(page, /The run .*_second was deleted\./)
      .getByRole('button', { name: 'Undo' })
      .click();
    await treeRow('second').waitFor();
    assert.equal(session.runFolders().length, 3);
    await contextMenu(page, treeRow('damaged'), 'Delete Run');
    await treeRow('damaged').waitFor({ state: 'detached' });
  });

  session.step('its files open, and a report only where it is of this run', async () => {
    const { page } = session;
    await openTree();
    await contextMenu(page, treeRow('second'), 'Open Model Summary');
    await tab(page, 'model_summary.txt').waitFor();
    await contextMenu(page, treeRow('second'), 'Open Evaluation Report');
    await toast(page, /output\.txt: is not there: no evaluation was made; evaluate this run/).waitFor();
    await contextMenu(page, treeRow('second'), 'Reveal Run Folder');
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: '_second' }).waitFor();
  });

  session.step('what the window deleted is gone for good when it closes', async () => {
    const { page } = session;
    await reloadWindow(page);
    const runs = session.inWorkspace('.fashion-mnist/runs');
    await until(() => !fs.readdirSync(runs).some((name) => name.includes('damaged')));
    assert.equal(session.runFolders().length, 2);
    await openTree();
    await treeRow('second').waitFor();
  });
});
