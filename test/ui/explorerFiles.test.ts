// Files in the dataset explorer: custom editors, damaged and changed data, hostile names, a data process that dies.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { IMAGE_BYTES } from '../../src/shared/classes';
import { gridState } from '../harness/grid';
import { processes } from '../harness/host';
import { fitsItsWidth, webview } from '../harness/webview';
import { contextMenu, explorerEntry, quickRow, runCommand, tab } from '../harness/workbench';
import { EditorSession, until } from './editorSession';
import {
  addSample,
  classButton,
  countShows,
  openExplorer,
  readKnown,
  shownExplorer,
  thumbnailsAreRight,
} from './explorerView';

const HOSTILE_FOLDER = `<img src=x onerror=alert(1)> =cmd() 👗`;
/** One for each class; the longest a class name may be is 100 characters. */
const HOSTILE_NAMES = [
  '<img src=x onerror=alert(1)>',
  `=cmd|'/c calc'!A0`,
  '../../etc/passwd',
  '</script><script>alert(2)</script>',
  'W'.repeat(100),
  '👗🧥👟',
  'שמלת ערב',
  '$(alert) [link](command:fashionMnist.train)',
  '__proto__',
  '"><svg onload=alert(3)>',
];

describe('files in the dataset explorer', function () {
  this.timeout(180_000);
  const session = new EditorSession({
    prepare: (workspace) => {
      addSample(workspace);
      addHostile(workspace);
      const table = fs.readFileSync(path.join(workspace, 'tables/forty.csv'));
      fs.writeFileSync(path.join(workspace, 'tables/packed.csv.gz'), gzipSync(table));
    },
  });
  session.hooks();

  /** Opens a folder of the Explorer view, unless it is open. */
  async function unfold(folder: string, entry: string): Promise<void> {
    const { page } = session;
    if (!(await explorerEntry(page, entry).count())) await explorerEntry(page, folder).click();
    await explorerEntry(page, entry).waitFor();
  }

  session.step('an IDX file of images opens as pictures, with the labels that lie beside it', async () => {
    const { page } = session;
    await unfold('sample', 't10k-images-idx3-ubyte.gz');
    await explorerEntry(page, 't10k-images-idx3-ubyte.gz').dblclick();
    await tab(page, 't10k-images-idx3-ubyte.gz').waitFor();
    const view = await shownExplorer(page);
    const known = await readKnown({ path: session.inWorkspace('sample/t10k-images-idx3-ubyte.gz') });
    await countShows(view, '1,000 images');
    assert.ok((await thumbnailsAreRight(view, known)).length >= 30);
    const [{ split }] = known.splits;
    await view.getByRole('button', { name: `Trouser, ${split}: 100 of 100 shown` }).waitFor();
  });

  session.step('a CSV opens as text, and as pictures by Reopen Editor With', async () => {
    const { page } = session;
    await unfold('tables', 'forty.csv');
    await explorerEntry(page, 'forty.csv').dblclick();
    await page.locator('.editor-instance', { hasText: 'label,pixel1' }).waitFor();
    await runCommand(page, 'View: Reopen Editor With...');
    await quickRow(page, 'FashionMNIST Images').click();
    const view = await shownExplorer(page);
    await countShows(view, '40 images');
    await thumbnailsAreRight(view, await readKnown({ path: session.inWorkspace('tables/forty.csv') }));
    // From a picture back to its row: the header is line 1.
    await view.getByRole('grid', { name: 'Images' }).focus();
    for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await view.getByRole('button', { name: 'forty.csv:6' }).click();
    await page.locator('.statusbar-item', { hasText: /Ln 6, Col 1/ }).waitFor();
  });

  session.step('what cannot be opened is told in the view', async () => {
    const { page } = session;
    await unfold('tables', 'packed.csv.gz');
    const view = await openExplorer(page, 'packed.csv.gz');
    await view.getByRole('grid', { name: 'Images' }).focus();
    await page.keyboard.press('Enter');
    await view.getByRole('button', { name: 'packed.csv.gz:2' }).click();
    await view.getByText(/a compressed table cannot be shown at its row; unpack it to look at row 2/).waitFor();
    await view.locator('.notices').getByRole('button', { name: 'Close' }).click();
    await view.locator('.notice').waitFor({ state: 'detached' });
  });

  session.step('a damaged CSV is told with its row and column, which open', async () => {
    const { page } = session;
    await unfold('tables', 'damaged.csv');
    await contextMenu(page, explorerEntry(page, 'damaged.csv'), 'Open Dataset Explorer');
    const view = webview(page);
    await view.locator('.problem', { hasText: /damaged\.csv:4:\d+: / }).waitFor();
    await session.screenshot('explorer-damaged');
    await view.getByRole('button', { name: 'Show the place' }).click();
    await page.locator('.statusbar-item', { hasText: /Ln 4, Col \d+ \(3 selected\)/ }).waitFor();
    await runCommand(page, 'View: Close Editor');
    await view.locator('.problem', { hasText: /damaged\.csv:4:\d+: / }).waitFor();
    fs.copyFileSync(session.inWorkspace('tables/forty.csv'), session.inWorkspace('tables/damaged.csv'));
    await view.getByRole('button', { name: 'Retry' }).click();
    await countShows(await shownExplorer(page), '40 images');
  });

  session.step('data that changed on the disk is said, and read anew', async () => {
    const { page } = session;
    const file = session.inWorkspace('tables/forty.csv');
    await unfold('tables', 'forty.csv');
    const view = await openExplorer(page, 'forty.csv');
    await countShows(view, '40 images');
    fs.appendFileSync(file, `3,${new Array<number>(IMAGE_BYTES).fill(77).join(',')}\n`);
    await view.getByText('The data on the disk has changed.').waitFor();
    await session.screenshot('explorer-changed');
    await view.getByRole('button', { name: 'Reload' }).click();
    await countShows(view, '41 images');
    await thumbnailsAreRight(view, await readKnown({ path: file }));
    await view.getByText('The data on the disk has changed.').waitFor({ state: 'detached' });
  });

  session.step('hostile names of classes, files and folders are shown as text', async () => {
    const { page } = session;
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const view = await openExplorer(page, HOSTILE_FOLDER);
    await view.getByRole('heading', { name: HOSTILE_FOLDER }).waitFor();
    await countShows(view, '40 images');
    for (const name of HOSTILE_NAMES) await classButton(view, name).waitFor();
    await classButton(view, HOSTILE_NAMES[0]).click();
    await view.locator('.chips').getByText(HOSTILE_NAMES[0]).waitFor();
    await view.getByRole('grid', { name: 'Images' }).focus();
    await page.keyboard.press('Enter');
    await view.getByRole('region', { name: 'Image in detail' }).getByText(HOSTILE_NAMES[0]).first().waitFor();
    await session.screenshot('explorer-hostile');
    assert.equal(await view.locator('img, iframe, svg[onload]').count(), 0);
    await fitsItsWidth(view.locator('body'));
    assert.deepEqual(dialogs, []);
  });

  session.step(
    'a class name of 10,000 characters is refused with its place, and nothing is cut or broken',
    async () => {
      const { page } = session;
      const names = fs.readFileSync(session.inWorkspace(HOSTILE_FOLDER, 'classes.txt'), 'utf8').split('\n');
      names[2] = 'x'.repeat(10_000);
      fs.mkdirSync(session.inWorkspace('long'));
      fs.copyFileSync(session.inWorkspace(HOSTILE_FOLDER, 'train.csv'), session.inWorkspace('long/train.csv'));
      fs.writeFileSync(session.inWorkspace('long/classes.txt'), names.join('\n'));
      await contextMenu(page, explorerEntry(page, 'long'), 'Open Dataset Explorer');
      await webview(page)
        .locator('.problem', { hasText: /classes\.txt:3: .*longer than 100 characters/ })
        .waitFor();
    },
  );

  session.step('a data process that dies is started again, and the view goes on where it was', async () => {
    const { page, server } = session;
    const known = await readKnown({ path: session.inWorkspace('sample') });
    const view = await openExplorer(page, 'sample');
    await classButton(view, 'Coat').click();
    await countShows(view, '300 of 3,000');
    const [data, ...others] = processes(server, 'data.cjs');
    assert.deepEqual(others, [], 'one data process for all explorers');
    process.kill(data.pid, 'SIGKILL');
    await view.getByText('The process that held the data ended unexpectedly.').waitFor();
    await countShows(view, '300 of 3,000');
    await view.getByRole('grid', { name: 'Images' }).focus();
    await page.keyboard.press('Control+End');
    await until(async () => (await gridState(view)).end === 300);
    await thumbnailsAreRight(view, known);
    const [again] = processes(server, 'data.cjs');
    assert.notEqual(again.pid, data.pid);
  });
});

function addHostile(workspace: string): void {
  const folder = path.join(workspace, HOSTILE_FOLDER);
  fs.mkdirSync(folder);
  fs.copyFileSync(path.join(workspace, 'tables/forty.csv'), path.join(folder, 'train.csv'));
  fs.writeFileSync(path.join(folder, 'classes.txt'), HOSTILE_NAMES.map((name) => `${name}\n`).join(''));
}
