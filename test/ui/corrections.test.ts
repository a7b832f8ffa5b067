// Relabelling in the dataset explorer, and the corrections file that comes of it: beside the editor, with unsaved changes,
// read-only.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { imageId } from '../../src/engine/data/dataset';
import { CORRECTION_COLUMNS } from '../../src/shared/contracts/corrections';
import { runCommand, tab, toast } from '../harness/workbench';
import { changeSettings, webview } from '../harness/webview';
import {
  addOddData,
  addRepository,
  goTo,
  linesBecome,
  middleOf,
  notice,
  ODD_DATA,
  ODD_NAMES,
  readLines,
  relabelByKey,
  REVIEWER,
} from './correctionsFile';
import { EditorSession, until } from './editorSession';
import { countShows, type KnownData, openExplorer, readKnown, shownExplorer } from './explorerView';

describe('relabelling in the explorer', function () {
  this.timeout(180_000);
  const session = new EditorSession({
    prepare: async (workspace) => {
      await addOddData(workspace);
      addRepository(workspace);
      // In a browser the editor saves by itself, unless told.
      changeSettings({ workspace }, { 'files.autoSave': 'off' });
    },
  });
  session.hooks();

  let known: KnownData;
  before(async () => {
    known = await readKnown({ path: session.inWorkspace(ODD_DATA) });
  });
  const file = () => session.inWorkspace('corrections.csv');
  const text = () => fs.readFileSync(file(), 'utf8');
  const lines = () => readLines(session.server.workspace);
  const become = (count: number) => linesBecome(session.server.workspace, count);
  const cell = (image: number) => webview(session.page).getByRole('gridcell', { name: new RegExp(`number ${image},`) });
  /** Another class than the given one, by its key. */
  const other = (image: number, step = 1) => (known.label(image)! + step) % 10;

  session.step('without a decision there is no file, and that is said', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Open Corrections File');
    await toast(page, 'There are no corrections yet: corrections.csv is made with the first decision.').waitFor();
    assert.ok(!fs.existsSync(file()));
  });

  session.step('one image by the keyboard, a selection by the mouse: exactly these lines are in the file', async () => {
    const { page } = session;
    const started = new Date().toISOString();
    const view = await openExplorer(page, ODD_DATA);
    await goTo(page, view, 2);
    await relabelByKey(page, view, String(other(2)));
    await cell(2)
      .getByText(/corrected to/)
      .or(view.getByRole('gridcell', { name: /corrected to.*number 2,/ }))
      .waitFor();
    await become(1);
    const grid = view.locator('.grid-canvas');
    await grid.click({ position: await middleOf(view, 4) });
    await grid.click({ position: await middleOf(view, 7), modifiers: ['Control'] });
    await view.getByText('2 selected', { exact: true }).waitFor();
    await view.getByRole('button', { name: 'Relabel…' }).click();
    await session.screenshot('corrections-relabel');
    const target = other(4) === known.label(7) ? other(4, 2) : other(4);
    await view.getByRole('option', { name: ODD_NAMES[target] }).click();
    const saved = await become(3);
    await notice(view).getByText(`2 images relabelled as ${ODD_NAMES[target]}.`).waitFor();
    await session.screenshot('corrections-relabelled');
    const expected = (
      [
        [2, other(2)],
        [4, target],
        [7, target],
      ] as const
    ).map(([image, label]) => ({
      imageId: imageId(known.image(image)),
      dataset: ODD_DATA,
      split: 'train',
      index: image,
      givenLabel: known.label(image),
      givenName: ODD_NAMES[known.label(image)!],
      decision: 'relabel',
      newLabel: label,
      newName: ODD_NAMES[label],
      scoreName: '',
      score: null,
      model: '',
      reviewer: REVIEWER,
      note: '',
    }));
    const told = saved.map(({ reviewedAt, row, ...rest }) => {
      assert.ok(reviewedAt > started && reviewedAt <= new Date().toISOString(), reviewedAt);
      assert.ok(row >= 2);
      return rest;
    });
    assert.deepEqual(told, expected);
    assert.equal(text().split('\n')[0], CORRECTION_COLUMNS.join(','));
    assert.match(text(), /,"'=HYPERLINK\(""x""\) Ada, ""the"" Reviewer",/, 'a formula is defused');
    await countShows(view, '250 images');
  });

  session.step('undo takes the newest decision back, with a line of its own; redo gives it again', async () => {
    const { page } = session;
    const before = await lines();
    const view = await openExplorer(page, ODD_DATA);
    await goTo(page, view, 9);
    await relabelByKey(page, view, String(other(9)));
    await become(before.length + 1);
    await notice(view).getByRole('button', { name: 'Undo' }).click();
    let after = await become(before.length + 2);
    assert.deepEqual(
      after.slice(before.length).map(({ index, decision }) => [index, decision]),
      [
        [9, 'relabel'],
        [9, 'undo'],
      ],
    );
    await until(async () => !/corrected/.test((await cell(9).getAttribute('aria-label')) ?? 'corrected'));
    await notice(view).getByRole('button', { name: 'Redo' }).click();
    after = await become(before.length + 3);
    assert.deepEqual([after.at(-1)!.index, after.at(-1)!.decision, after.at(-1)!.newLabel], [9, 'relabel', other(9)]);
  });

  session.step('the file in the editor shows new lines at once and stays clean', async () => {
    const { page } = session;
    const before = await lines();
    await openBeside();
    const view = webview(page);
    const editor = page.locator('.editor-instance', { hasText: 'image_id' });
    await goTo(page, view, 12);
    await relabelByKey(page, view, String(other(12)));
    await become(before.length + 1);
    const id = imageId(known.image(12));
    await editor.locator('.view-line', { hasText: id }).waitFor();
    assert.equal(
      await tab(page, 'corrections.csv')
        .getAttribute('class')
        .then((name) => name?.includes('dirty')),
      false,
    );
    await session.screenshot('corrections-beside');
  });

  session.step('with unsaved edits nothing is written; saved, Retry works, and what was edited counts', async () => {
    const { page } = session;
    const before = await lines();
    await openBeside();
    const view = webview(page);
    const editor = page.locator('.editor-instance', { hasText: 'image_id' });
    // In the first decision, about image 2, another label: by a person.
    const edited = text().replace(/^(.*?,train,2,.*?),relabel,\d+,[^\n]*?,,,,/m, `$1,relabel,${other(2, 3)},,,,,`);
    assert.notEqual(edited, text());
    await editor.locator('.view-lines').click();
    await editor.locator('.monaco-editor.focused').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(edited);
    await tab(page, 'corrections.csv').and(page.locator('.dirty')).waitFor();
    const onDisk = text();
    await view.getByText('The corrections file has changes that are not saved').waitFor();
    await goTo(page, view, 15);
    await relabelByKey(page, view, String(other(15)));
    await notice(view)
      .getByText(/corrections\.csv: has unsaved changes in the editor; save or revert it, then try again/)
      .waitFor();
    await session.screenshot('corrections-unsaved');
    assert.equal(text(), onDisk);
    await tab(page, 'corrections.csv').click();
    await editor.locator('.monaco-editor.focused').waitFor();
    await page.keyboard.press('Control+s');
    await until(() => text() === edited);
    await notice(view).getByRole('button', { name: 'Retry' }).click();
    const after = await become(before.length + 1);
    assert.deepEqual([after.at(-1)!.index, after.at(-1)!.newLabel], [15, other(15)]);
    const name = ODD_NAMES[other(2, 3)];
    await goTo(page, view, 2);
    await until(async () => ((await cell(2).getAttribute('aria-label')) ?? '').includes(`corrected to ${name}`));
    assert.ok(text().startsWith(edited));
  });

  session.step('a file that cannot be written is told, with Retry; nothing is lost', async () => {
    const { page } = session;
    const before = await lines();
    const view = await openExplorer(page, ODD_DATA);
    const isWritable = protect(file());
    try {
      await goTo(page, view, 20);
      await relabelByKey(page, view, String(other(20)));
      await goTo(page, view, 21);
      await relabelByKey(page, view, String(other(21)));
      await notice(view)
        .getByText(/corrections\.csv: no permission to write; .*try again; the decision was not saved/)
        .waitFor();
      await session.screenshot('corrections-read-only');
      assert.equal((await lines()).length, before.length);
    } finally {
      isWritable();
    }
    await notice(view).getByRole('button', { name: 'Retry' }).click();
    const after = await become(before.length + 2);
    assert.deepEqual(
      after.slice(before.length).map(({ index }) => index),
      [20, 21],
    );
  });

  session.step('what another program adds is seen; a broken file is told with its row and not written to', async () => {
    const { page } = session;
    const view = await openExplorer(page, ODD_DATA);
    await goTo(page, view, 30);
    const whole = text();
    const line = whole.split('\n').at(-2)!;
    const at = new Date().toISOString();
    fs.appendFileSync(file(), `${imageId(known.image(30))},,train,30,,,relabel,${other(30)},,,,,Grace,${at},\n`);
    await until(async () => /corrected to/.test((await cell(30).getAttribute('aria-label')) ?? ''));
    const broken = `${text()}${line.replace(/,relabel,/, ',relabelled,')}\n`;
    fs.writeFileSync(file(), broken);
    const row = broken.split('\n').length - 1;
    await view
      .getByText(new RegExp(`corrections\\.csv:${row}:7: `))
      .first()
      .waitFor();
    await goTo(page, view, 22);
    await relabelByKey(page, view, String(other(22)));
    await notice(view)
      .getByText(new RegExp(`corrections\\.csv:${row}:7: .*not saved`))
      .waitFor();
    await session.screenshot('corrections-broken');
    assert.equal(text(), broken);
    fs.writeFileSync(file(), whole);
    await notice(view).getByRole('button', { name: 'Retry' }).click();
    await until(async () => (await lines()).at(-1)!.index === 22);
  });

  /** The explorer on the left, the corrections file as text on the right. */
  async function openBeside(): Promise<void> {
    const { page } = session;
    await openExplorer(page, ODD_DATA);
    await runCommand(page, 'FashionMNIST: Open Corrections File');
    await page.locator('.editor-instance', { hasText: 'image_id' }).waitFor();
    await runCommand(page, 'View: Move Editor into Right Group');
    await shownExplorer(page);
  }
});

/** Makes a file read-only, for root as well. @returns what makes it as it was */
function protect(file: string): () => void {
  if (process.getuid?.() === 0) {
    execFileSync('chattr', ['+i', file]);
    return () => void execFileSync('chattr', ['-i', file]);
  }
  fs.chmodSync(file, 0o444);
  return () => fs.chmodSync(file, 0o644);
}
