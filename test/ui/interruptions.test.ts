// Training that does not go to its end: stopped, killed, left behind by its window; and what goes on from there.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { openWorkbench, processes } from '../harness/host';
import { watchProblems } from '../harness/problems';
import { webview } from '../harness/webview';
import { reloadWindow, runCommand, toast, waitForCommand } from '../harness/workbench';
import { EditorSession, until } from './editorSession';
import {
  button,
  chartRows,
  enginePid,
  epochs,
  fillForm,
  history,
  jobs,
  newJob,
  startLongTraining,
  startTraining,
  state,
} from './training';

describe('interrupted training in the editor', function () {
  this.timeout(180_000);
  const session = new EditorSession();
  session.hooks();

  const engineIsGone = (pid: number) => !processes(session.server, 'engine.cjs').some((one) => one.pid === pid);
  const stateOf = (run: string) => {
    const json = fs.readFileSync(session.inWorkspace('.fashion-mnist/runs', run, 'run.json'), 'utf8');
    return (JSON.parse(json) as { state: string }).state;
  };
  const partial = () => session.runFolders().find((name) => name.endsWith('.partial'))!;
  const percent = () => session.page.locator('.statusbar-item', { hasText: /FashionMNIST (WASM|native) \d+%/ });

  async function stop(): Promise<void> {
    const { page } = session;
    await button(jobs(page).last(), 'Stop').click();
    await state(jobs(page).last(), 'stopped');
    await toast(page, /Training stopped after epoch \d+ of \d+: \d+\.\d%/).waitFor();
  }

  session.step('a stopped run keeps what was learnt', async () => {
    await startLongTraining(session);
    await percent().waitFor();
    await session.screenshot('training');
    const pid = enginePid(session);
    await stop();
    await session.screenshot('stopped');
    await until(() => engineIsGone(pid));
    const runs = session.runFolders();
    assert.deepEqual(runs.map(stateOf), ['stopped']);
    assert.ok(fs.existsSync(session.inWorkspace('.fashion-mnist/runs', runs[0], 'model/model.json')));
    await percent().waitFor({ state: 'detached' });
  });

  session.step('a killed engine is told in the view, and ends with the very numbers of a whole run', async () => {
    const { page } = session;
    await fillForm(page, 'quick.json');
    const view = webview(page);
    await view.getByRole('textbox', { name: 'Epochs' }).fill('25');
    const job = await newJob(page, () => button(view, 'Start').click());
    await epochs(job, 4);
    await session.screenshot('training-live');
    // At once from here: there are 25 epochs, and they are quick.
    await epochs(job, 8);
    const run = partial();
    process.kill(enginePid(session), 'SIGKILL');
    await state(job, 'failed');
    const said = job.getByRole('alert');
    await said
      .filter({ hasText: /The engine process ended unexpectedly \(signal SIGKILL\)\. It last said: .*epoch \d+/ })
      .waitFor();
    // The view says it: nobody needs a message beside.
    assert.equal(await toast(page, 'ended unexpectedly').count(), 0);
    const seen = await chartRows(job, 'Accuracy');
    assert.ok(seen.length >= 8 && seen.length < 25, String(seen.length));
    await session.screenshot('killed');
    await button(job, 'Resume from the last checkpoint').click();
    await state(job, 'finished');
    assert.equal(partial(), undefined, 'the run is whole');
    const name = run.replace('.partial', '');
    const resumed = history(session, name);
    assert.equal(resumed.length, 25);
    await epochs(job, 25);
    const rows = await chartRows(job, 'Accuracy');
    assert.deepEqual(
      rows.map(([epoch]) => epoch),
      resumed.map((line) => line.split(',')[0]),
      'the same curve',
    );
    assert.deepEqual(rows.slice(0, 4), seen.slice(0, 4));

    // Trained again from its card, in one go: the same numbers, and the same weights bit by bit.
    const row = view.getByRole('grid', { name: 'Runs' }).locator('tbody tr', { hasText: name });
    await row.click({ button: 'right' });
    await view.getByRole('menuitem', { name: 'Reproduce this run' }).click();
    const again = jobs(page).last();
    await again.getByText('The weights are equal to those of the run, bit by bit.').waitFor({ timeout: 90_000 });
    await session.screenshot('reproduced');
    const [whole] = session.runFolders().filter((folder) => folder !== name && history(session, folder).length === 25);
    assert.deepEqual(history(session, whole), resumed);
  });

  session.step('a view that is closed changes nothing; opened again it shows the whole curve', async () => {
    const { page } = session;
    await startLongTraining(session);
    const pid = enginePid(session);
    await runCommand(page, 'View: Close All Editors');
    await webview(page).locator('body').waitFor({ state: 'detached' });
    const reached = history(session, partial()).length;
    await until(() => history(session, partial()).length >= reached + 3);
    await percent().click();
    const job = jobs(page).last();
    await state(job, 'running');
    await epochs(job, reached + 3);
    const rows = await chartRows(job, 'Accuracy');
    assert.deepEqual(
      rows.map(([epoch]) => epoch),
      rows.map((_, index) => String(index + 1)),
      'from the first epoch on',
    );
    assert.ok(!engineIsGone(pid), 'the same process');
    await stop();
  });

  session.step('a second window waits for the first', async () => {
    const { page, server } = session;
    await startLongTraining(session);
    const other = await page.context().newPage();
    const problems = watchProblems(other, server);
    await openWorkbench(other, server);
    await waitForCommand(other, 'FashionMNIST: Train');
    const waiting = await startTraining(other, 'quick.json');
    await state(waiting, 'waiting');
    await waiting.getByText(/^Waits: run \S+_long, in process \d+, since \d\d:\d\d$/).waitFor();
    await other.screenshot({ path: 'out/screenshots/two-windows.png' });
    assert.equal(session.runFolders().filter((name) => name.endsWith('.partial')).length, 1);
    await stop();
    await state(waiting, 'finished');
    assert.deepEqual(problems.take(), []);
    await other.close();
  });

  session.step('a reload ends the engine, and the run goes on with its curve', async () => {
    const { page } = session;
    await startLongTraining(session);
    const pid = enginePid(session);
    const run = partial();
    await reloadWindow(page);
    await until(() => engineIsGone(pid), 60_000);
    assert.equal(stateOf(run), 'interrupted');
    const files = fs.readdirSync(session.inWorkspace('.fashion-mnist/runs', run));
    assert.ok(
      files.some((name) => name.includes('checkpoint')),
      files.join(),
    );
    const before = history(session, run).length;
    const row = webview(page)
      .getByRole('grid', { name: 'Runs' })
      .locator('tbody tr', { hasText: run.replace('.partial', '') });
    const offer = toast(page, /The training run .* was interrupted/);
    await offer.waitFor({ timeout: 90_000 });
    await session.screenshot('resume');
    await offer.hover(); // It goes after a while, unless the mouse is over it.
    await row.filter({ hasText: 'interrupted' }).waitFor();
    await offer.getByRole('button', { name: 'Resume' }).click();
    const job = jobs(page).last();
    await epochs(job, before + 2);
    const rows = await chartRows(job, 'Accuracy');
    assert.deepEqual(
      rows.map(([epoch]) => epoch),
      rows.map((_, index) => String(index + 1)),
      'from the first epoch on',
    );
    assert.equal(partial(), run, 'another run was begun');
    await stop();
    assert.equal(stateOf(run.replace('.partial', '')), 'stopped');
  });

  session.step('the palette goes on with an interrupted run, and says where there is none', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Resume Training');
    await toast(page, 'No interrupted training run in this workspace.').waitFor();
    const job = await startLongTraining(session);
    const run = partial();
    process.kill(enginePid(session), 'SIGKILL');
    await state(job, 'failed');
    const before = history(session, run).length;
    await runCommand(page, 'FashionMNIST: Resume Training');
    await epochs(jobs(page).last(), before + 2);
    assert.equal(partial(), run, 'another run was begun');
    await stop();
    assert.equal(stateOf(run.replace('.partial', '')), 'stopped');
  });
});
