// Export of corrected data: in the form it came, the original untouched.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { imageId } from '../../src/engine/data/dataset';
import type { Correction } from '../../src/shared/contracts/corrections';
import { formatCorrection, HEADER_LINE } from '../../src/shared/corrections';
import { contextMenu, explorerEntry, tab, toast, runCommand } from '../harness/workbench';
import { addOddData, ODD_DATA } from './correctionsFile';
import { EditorSession, until } from './editorSession';
import { countShows, type KnownData, readKnown, shownExplorer } from './explorerView';

const RELABELLED = [2, 7, 230];

describe('export of corrected data', function () {
  this.timeout(180_000);
  const session = new EditorSession({ prepare: addOddData });
  session.hooks();

  let known: KnownData;
  let forty: KnownData;
  before(async () => {
    known = await readKnown({ path: session.inWorkspace(ODD_DATA) });
    forty = await readKnown({ path: session.inWorkspace('tables/forty.csv') });
  });
  const newLabel = (data: KnownData, image: number) => (data.label(image)! + 3) % 10;

  session.step('without corrections there is nothing to export, and that is said', async () => {
    const { page } = session;
    await contextMenu(page, explorerEntry(page, ODD_DATA), 'Export Corrected Data');
    await toast(page, 'there are no corrections yet; relabel images in the dataset explorer first').waitFor();
  });

  session.step(
    'a folder becomes a folder beside it, with the corrected labels; the original stays as it was',
    async () => {
      const { page } = session;
      fs.writeFileSync(
        session.inWorkspace('corrections.csv'),
        HEADER_LINE +
          RELABELLED.map((image) => relabel(known, image)).join('') +
          [0, 3].map((image) => relabel(forty, image)).join(''),
      );
      const before = hashes(session.inWorkspace(ODD_DATA));
      await contextMenu(page, explorerEntry(page, ODD_DATA), 'Export Corrected Data');
      await page
        .locator('.quick-input-widget')
        .getByRole('button', { name: /^(OK|Export)$/ })
        .waitFor();
      await session.screenshot('corrections-export');
      await page
        .locator('.quick-input-widget')
        .getByRole('button', { name: /^(OK|Export)$/ })
        .click();
      const message = toast(
        page,
        `${ODD_DATA}-corrected: 250 images written, 3 with another label. 2 decided images are not`,
      );
      await message.waitFor({ timeout: 60_000 });
      await session.screenshot('corrections-exported');
      assert.deepEqual(hashes(session.inWorkspace(ODD_DATA)), before);
      const copy = await readKnown({ path: session.inWorkspace(`${ODD_DATA}-corrected`) });
      assert.deepEqual(copy.classNames, known.classNames);
      assert.equal(copy.count, known.count);
      for (let image = 0; image < known.count; image++) {
        const label = RELABELLED.includes(image) ? newLabel(known, image) : known.label(image);
        assert.equal(copy.label(image), label, `image ${image}`);
        assert.deepEqual(copy.image(image), known.image(image));
      }
      await message.getByRole('button', { name: 'Open in Explorer' }).click();
      await tab(page, `${ODD_DATA}-corrected`).waitFor();
      await countShows(await shownExplorer(page), '250 images');
    },
  );

  session.step('a CSV becomes a CSV; a place that is taken is refused, and another one can be chosen', async () => {
    const { page } = session;
    const original = session.inWorkspace('tables/forty.csv');
    const copy = session.inWorkspace('tables/forty-corrected.csv');
    const before = fs.readFileSync(original);
    if (!(await explorerEntry(page, 'forty.csv').count())) await explorerEntry(page, 'tables').click();
    await contextMenu(page, explorerEntry(page, 'forty.csv'), 'Export Corrected Data');
    const dialog = page.locator('.quick-input-widget');
    await dialog.getByRole('button', { name: /^(OK|Export)$/ }).click();
    await toast(page, '40 images written, 2 with another label').waitFor({ timeout: 60_000 });
    await until(() => fs.existsSync(copy));
    assert.deepEqual(fs.readFileSync(original), before);
    const lines = (text: string) => text.trimEnd().split('\n');
    const [old, now] = [lines(before.toString()), lines(fs.readFileSync(copy, 'utf8'))];
    assert.equal(now.length, old.length);
    now.forEach((line, at) => {
      const image = at - 1;
      const rest = old[at].slice(old[at].indexOf(','));
      assert.equal(line, [0, 3].includes(image) ? `${newLabel(forty, image)}${rest}` : old[at], `row ${at + 1}`);
    });
    // Three toasts at once are all that VS Code shows: the next one must not be too many.
    await runCommand(page, 'Notifications: Clear All Notifications');
    await page.waitForTimeout(1000);
    // Once more, over what is there: another name is proposed, this one is typed.
    await contextMenu(page, explorerEntry(page, 'forty.csv'), 'Export Corrected Data');
    const input = dialog.locator('input[type=text]').first();
    await until(async () => (await input.inputValue()).endsWith('forty-corrected-2.csv'));
    await input.fill(copy);
    await dialog.getByRole('button', { name: /^(OK|Export)$/ }).click();
    // The editor asks by itself; we do not write over anything all the same.
    await dialog.getByText('forty-corrected.csv already exists').waitFor();
    await page.waitForTimeout(500); // The question takes the dialog's place, and its button that of the other.
    await dialog.getByRole('button', { name: 'OK' }).click();
    const refused = toast(page, /forty-corrected\.csv: is there already; name a place where nothing is/);
    await refused.waitFor({ timeout: 60_000 });
    await refused.getByRole('button', { name: 'Choose Another Place...' }).click();
    await dialog.getByRole('button', { name: /^(OK|Export)$/ }).click();
    await until(() => fs.existsSync(session.inWorkspace('tables/forty-corrected-2.csv')), 60_000);
    assert.deepEqual(fs.readFileSync(session.inWorkspace('tables/forty-corrected-2.csv')), fs.readFileSync(copy));
  });

  function relabel(data: KnownData, image: number): string {
    const given = data.label(image)!;
    const correction: Correction = {
      ...{ imageId: imageId(data.image(image)), dataset: ODD_DATA, split: '', index: null },
      ...{ givenLabel: given, givenName: '', decision: 'relabel', newLabel: newLabel(data, image), newName: '' },
      ...{ scoreName: '', score: null, model: '', reviewer: 'Ada', note: '' },
      reviewedAt: '2026-11-01T10:00:00.000Z',
    };
    return formatCorrection(correction);
  }
});

/** Of all files in a folder, by their names. */
function hashes(folder: string): Record<string, string> {
  const files = fs.readdirSync(folder).sort();
  const hash = (file: string) =>
    createHash('sha256')
      .update(fs.readFileSync(path.join(folder, file)))
      .digest('hex');
  return Object.fromEntries(files.map((file) => [file, hash(file)]));
}
