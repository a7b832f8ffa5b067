// Training with the corrections of reviewers, and what they changed.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { appendCorrections } from '../../src/engine/corrections/appendCorrections';
import { imageAt, imageId } from '../../src/engine/data/dataset';
import { readData } from '../../src/engine/data/readData';
import type { RunRecord } from '../../src/shared/contracts/jobs';
import { runCli } from '../cli/runCli';
import { root } from '../harness/host';
import { accessibilityProblems, webview } from '../harness/webview';
import { runCommand, tab } from '../harness/workbench';
import { EditorSession, until } from './editorSession';
import { button, fillForm, jobs, state } from './training';

const SAMPLE = path.join(root, 'media/sample');

/** Decisions about the first images of the sample's training split. */
async function writeCorrections(file: string): Promise<void> {
  const { splits, classNames } = await readData({ path: SAMPLE });
  const train = splits.find(({ split }) => split === 'train')!;
  const decide = (index: number, decision: 'relabel' | 'keep' | 'unsure') => {
    const given = train.labels![index];
    const wrong = (given + 1) % classNames.length;
    return {
      imageId: imageId(imageAt(train, index)),
      dataset: 'sample',
      split: 'train',
      index,
      givenLabel: given,
      givenName: classNames[given],
      decision,
      newLabel: decision === 'relabel' ? wrong : null,
      newName: decision === 'relabel' ? classNames[wrong] : '',
      scoreName: '',
      score: null,
      model: '',
      reviewer: 'Ann',
      reviewedAt: '2026-11-22T10:00:00.000Z',
      note: '',
    };
  };
  const relabelled = Array.from({ length: 400 }, (_, index) => decide(index, 'relabel'));
  await appendCorrections(file, [...relabelled, decide(400, 'keep'), decide(401, 'unsure'), decide(402, 'unsure')]);
}

describe('training with corrections in the editor', function () {
  this.timeout(180_000);
  const session = new EditorSession({
    prepare: async (workspace) => {
      const out = path.join(workspace, '.fashion-mnist/runs/2026-01-01_10-00-00_before');
      const recipe = path.join(workspace, 'recipes/quick.json');
      const { code, stderr } = await runCli(['train', SAMPLE, '--recipe', recipe, '--out', out], { folder: workspace });
      assert.equal(code, 0, stderr);
      await writeCorrections(path.join(workspace, 'corrections.csv'));
    },
  });
  session.hooks();
  const view = () => webview(session.page);
  const corrected = () => session.runFolders().find((name) => name !== '2026-01-01_10-00-00_before');

  session.step('Train offers the corrections it finds, and counts them; what they changed is shown', async () => {
    const { page } = session;
    await fillForm(page, 'quick.json');
    const field = view().getByRole('group', { name: 'Corrections' });
    await field.getByText('corrections.csv: 400 labels changed, 1 kept, 2 unsure').waitFor();
    await field.getByRole('combobox', { name: 'Images a reviewer was unsure of' }).click();
    await view().getByRole('option', { name: 'leave them out' }).click();
    assert.deepEqual(await accessibilityProblems(page), []);
    await session.screenshot('training-corrections');
    await button(view(), 'Start').click();
    await state(jobs(page).last(), 'finished');
    await until(() => corrected()?.endsWith('.partial') === false);

    const card = fs.readFileSync(session.inWorkspace('.fashion-mnist/runs', corrected()!, 'run.json'), 'utf8');
    const { corrections } = JSON.parse(card) as RunRecord;
    const { changed, kept, unsure, leftOut } = corrections!;
    assert.deepEqual({ changed, kept, unsure }, { changed: 400, kept: 1, unsure: 2 });
    // Those of the two that were not held out.
    assert.ok(leftOut > 0 && leftOut <= 2);
    const row = view().getByRole('grid', { name: 'Runs' }).locator('tbody tr', { hasText: corrected()! });
    await row.getByText('400', { exact: true }).waitFor();

    await button(jobs(page).last(), 'What did these corrections change?').click();
    const comparison = view().getByRole('region', { name: 'Comparison of two runs' });
    await comparison.getByRole('term').filter({ hasText: 'Difference' }).waitFor({ timeout: 90_000 });
    await session.screenshot('corrections-changed');
    const said = await comparison.innerText();
    assert.match(said, /McNemar/);
    assert.match(said, /the second with 400 corrected labels/);
    const evaluation = JSON.parse(fs.readFileSync(session.inWorkspace('evaluation.json'), 'utf8')) as { runId: string };
    assert.equal(evaluation.runId, corrected());
  });

  session.step('a broken file is told with its row, and is not used', async () => {
    const { page } = session;
    const file = session.inWorkspace('corrections.csv');
    const lines = fs.readFileSync(file, 'utf8').split('\n');
    lines[2] = lines[2].replace(/,relabel,\d+,[^,]*,/, ',relabel,77,scarf,');
    fs.writeFileSync(file, lines.join('\n'));
    await fillForm(page, 'quick.json');
    const field = view().getByRole('group', { name: 'Corrections' });
    await field.getByText(/corrections\.csv:3: the new label 77 is none of the 10 classes/).waitFor();
    await field.getByRole('checkbox', { name: 'Use the corrected labels', checked: false }).waitFor();
    // Mended on the disk, it is looked at again by itself.
    fs.writeFileSync(file, lines.filter((_, index) => index !== 2).join('\n'));
    await field.getByText('corrections.csv: 399 labels changed, 1 kept, 2 unsure').waitFor();
    await runCommand(page, 'FashionMNIST: Open Corrections File');
    await tab(page, 'corrections.csv').waitFor();
  });
});
