// What settings change, and what is said when they, or a folder, are missing or wrong.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { openEmptyWorkbench, openWorkbench } from '../harness/host';
import { contextMenu, explorerEntry, runCommand, tab, toast, waitForCommand } from '../harness/workbench';
import { EditorSession, until } from './editorSession';

describe('settings in the editor', function () {
  this.timeout(180_000);
  const session = new EditorSession();
  session.hooks();

  let changes = 0;

  /** Writes the workspace's settings, and waits until the workbench has seen them: it shows them in its title. */
  async function setSettings(settings: Record<string, unknown>): Promise<void> {
    const title = `settings ${++changes}`;
    fs.mkdirSync(session.inWorkspace('.vscode'), { recursive: true });
    fs.writeFileSync(
      session.inWorkspace('.vscode/settings.json'),
      JSON.stringify({ ...settings, 'window.title': title }),
    );
    await until(async () => (await session.page.title()).includes(title));
  }

  session.step('a Node that is not there is named', async () => {
    const { page } = session;
    await setSettings({ 'fashionMnist.nodePath': '/nowhere/node' });
    await contextMenu(page, explorerEntry(page, 'pictures'), 'Analyze Data');
    await toast(page, 'fashionMnist.nodePath: /nowhere/node cannot be run (ENOENT); set it to a Node 20').waitFor();
  });

  session.step('a program that is no Node is told, and nothing hangs', async () => {
    const { page } = session;
    await setSettings({ 'fashionMnist.nodePath': '/bin/false' });
    await contextMenu(page, explorerEntry(page, 'pictures'), 'Analyze Data');
    const message = toast(page, 'The engine process ended unexpectedly (code 1)');
    await message.waitFor();
    await setSettings({});
    await message.getByRole('button', { name: 'Restart' }).click();
    await tab(page, 'analysis.txt').waitFor();
  });

  session.step('reports go where the setting says', async () => {
    const { page } = session;
    fs.rmSync(session.inWorkspace('analysis.txt'), { force: true });
    await setSettings({ 'fashionMnist.outputFile': 'reports/latest.txt' });
    await contextMenu(page, explorerEntry(page, 'pictures'), 'Analyze Data');
    await tab(page, 'analysis.txt').waitFor();
    assert.ok(fs.existsSync(session.inWorkspace('reports/analysis.txt')));
    assert.ok(!fs.existsSync(session.inWorkspace('analysis.txt')));
  });

  session.step('reports never go into the data, and another place can be chosen', async () => {
    const { page } = session;
    await setSettings({ 'fashionMnist.outputFile': 'pictures/output.txt' });
    const before = fs.readdirSync(session.inWorkspace('pictures'), { recursive: true });
    await contextMenu(page, explorerEntry(page, 'pictures'), 'Analyze Data');
    const message = toast(page, 'analysis.txt: the report would be written into the data');
    await message.getByRole('button', { name: 'Choose Another Place...' }).click();
    await page.locator('.quick-input-widget').getByRole('button', { name: 'Write Here' }).click();
    await tab(page, 'analysis.txt').waitFor();
    assert.deepEqual(fs.readdirSync(session.inWorkspace('pictures'), { recursive: true }), before);
    assert.ok(fs.existsSync(session.inWorkspace('analysis.txt')));
    await setSettings({});
  });

  session.step('the log tells what was done', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Show Log');
    await page.locator('.part.panel', { hasText: /engine\s\d+\sis\sready\safter\s\d+\sms/ }).waitFor();
    await session.screenshot('log');
    await runCommand(page, 'View: Toggle Panel Visibility');
  });

  session.step('without a folder one is asked for', async () => {
    const { page, server } = session;
    await openEmptyWorkbench(page, server);
    await runCommand(page, 'FashionMNIST: Train');
    const message = toast(page, 'FashionMNIST keeps its runs and reports in the workspace folder');
    await message.getByRole('button', { name: 'Open Folder...' }).waitFor();
    await session.screenshot('no-folder');
    await openWorkbench(page, server);
    await waitForCommand(page, 'FashionMNIST: Train');
  });
});
