// A review in the real editor by keys alone, from the question what to review to the lines in corrections.csv: through a
// reload of the window, the death of the extension host and that of the data process.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { processes } from '../harness/host';
import { changeSettings, webview } from '../harness/webview';
import {
  contextMenu,
  explorerEntry,
  pick,
  reloading,
  reloadWindow,
  runCommand,
  tab,
  toast,
} from '../harness/workbench';
import { EditorSession, until } from './editorSession';
import {
  answerReview,
  asLine,
  corrections,
  DATA,
  KeyReviewer,
  newestReview,
  prepareReview,
  ready,
  REVIEWER,
  reviewTimes,
  RUN,
  shownReview,
  timesText,
} from './reviewView';

interface RowElement {
  getAttribute(name: string): string | null;
  querySelector(selector: string): { textContent: string } | null;
}

describe('review in the editor', function () {
  this.timeout(300_000);
  const session = new EditorSession({ prepare: prepareReview });
  session.hooks();
  const view = () => webview(session.page);

  session.step(
    'asks for data and what to look for, each with a line that explains; as many as the run suggests',
    async () => {
      const { page } = session;
      await runCommand(page, 'FashionMNIST: Review Uncertain Predictions');
      await pick(page, 'Which data?', DATA);
      await page.locator('.quick-input-widget input[placeholder="What to look for?"]').waitFor();
      const rows = page.locator('.quick-input-list .monaco-list-row');
      await until(async () => (await rows.count()) === 6);
      // In the order of their places: that of the elements is another one.
      const offered = await rows.evaluateAll((all) =>
        (all as unknown as RowElement[])
          .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
          .map((row) => row.querySelector('.label-name')!.textContent),
      );
      assert.deepEqual(offered, [
        'Likely label errors',
        'Likely label errors, judged by networks that did not see them',
        'Disagreements',
        'Unsure predictions: margin',
        'Unsure predictions: entropy',
        'Unsure predictions: least confidence',
      ]);
      await session.screenshot('review-what-for');
      await answerReview(page, 'Likely label errors', '');
      const { queue, folder } = newestReview(session);
      assert.equal(queue.score, 'label-error');
      assert.equal(queue.runId, RUN);
      assert.equal(queue.images.length, queue.suggested ?? 200);
      assert.match(path.basename(folder), /^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_label-error$/);
      await tab(page, `Review label errors in ${DATA}`).waitFor();
      await session.screenshot('review-label-errors');
      assert.equal(await view().locator('main b').count(), 0, 'a name is no markup');
    },
  );

  session.step('30 images by keys alone, undone and redone, through a reload and two crashes', async () => {
    const { page, server } = session;
    await contextMenu(page, explorerEntry(page, DATA), 'Review Uncertain Predictions');
    await answerReview(page, 'Unsure predictions: margin', '60');
    const { queue, folder } = newestReview(session);
    assert.equal(queue.images.length, 60);
    const person = new KeyReviewer(page, view, queue);
    const acts = [
      () => person.relabel(),
      () => person.keep(),
      () => person.accept(),
      () => person.unsure(),
      () => person.keepWithNote('=1+1, "u s g" 7 </b>'),
      () => person.skip(),
      () => person.relabelFromList(),
    ];
    const act = async (from: number, to: number) => {
      for (let number = from; number < to; number++) await acts[number % acts.length]();
    };
    const isRight = async () => assert.deepEqual((await corrections(server)).map(asLine), person.lines);

    const times = { shownAfter: [] as number[], savedAfter: [] as number[] };
    /** The page that counted them goes. */
    const keepTimes = async () => {
      const { shownAfter, savedAfter } = await reviewTimes(view());
      times.shownAfter.push(...shownAfter);
      times.savedAfter.push(...savedAfter);
    };
    await act(0, 10);
    await session.screenshot('review-single');
    await keepTimes();
    await isRight();
    const place = await person.shown();
    await reloadWindow(page);
    await shownReview(page);
    assert.deepEqual(await ready(view()), place, 'where it was');
    await act(10, 14);
    for (let times = 0; times < 5; times++) await person.undo(times % 2 ? 'Control+z' : 'Backspace');
    await person.redo();
    await person.redo('Control+Shift+z');
    await isRight();
    await act(14, 20);

    await keepTimes();
    const before = await person.shown();
    const [host] = processes(server, '--type=extensionHost');
    process.kill(host.pid, 'SIGKILL');
    await until(() => !processes(server, '--type=extensionHost').some(({ pid }) => pid === host.pid));
    await until(() => processes(server, '--type=extensionHost').length > 0, 90_000);
    // A key that nobody hears any more decides nothing.
    await page.keyboard.press('u');
    const reload = toast(page, 'The views of FashionMNIST lost touch with the extension').getByRole('button', {
      name: 'Reload Window',
    });
    await reload.waitFor({ timeout: 90_000 });
    await reloading(page, () => reload.click());
    await shownReview(page);
    assert.deepEqual(await ready(view()), before, 'where it was');
    await isRight();
    // The editor tells of the death of its extension host: that is what happened.
    session.problems.take();
    await act(20, 25);

    const last = await person.shown();
    const [data] = processes(server, 'data.cjs');
    process.kill(data.pid, 'SIGKILL');
    await view()
      .getByText(/process that held the data ended unexpectedly/)
      .waitFor();
    assert.deepEqual(await ready(view()), last, 'where it was');
    await act(25, 30);
    await isRight();
    await session.screenshot('review-thirty');

    const all = await corrections(server);
    for (const line of all) {
      assert.equal(line.reviewer, REVIEWER);
      assert.equal(line.model, RUN);
      assert.equal(line.scoreName, 'margin');
      assert.equal(line.dataset, DATA);
    }
    const text = fs.readFileSync(path.join(server.workspace, 'corrections.csv'), 'utf8');
    assert.ok(text.includes(`"'=a, <b>sample"`), 'formulas are defused');
    await keepTimes();
    console.log(`      decision to the next picture: ${timesText(times.shownAfter)}`);
    console.log(`      to the line on the disk: ${timesText(times.savedAfter)}`);
    const kept = () =>
      JSON.parse(fs.readFileSync(path.join(folder, 'progress.json'), 'utf8')) as {
        position: number;
        skipped: string[];
      };
    const { position } = await person.shown();
    await until(() => kept().position === position);
    assert.ok(kept().skipped.length > 0);
  });

  session.step('what was begun is gone on with', async () => {
    const { page } = session;
    await contextMenu(page, explorerEntry(page, DATA), 'Review Uncertain Predictions');
    await answerReview(page, 'Unsure predictions: entropy', '12');
    const { folder, queue } = newestReview(session);
    const person = new KeyReviewer(page, view, queue);
    for (let times = 0; times < 3; times++) await person.unsure();
    const { position } = await person.shown();
    // Closed at once: what was told last is written all the same.
    await runCommand(page, 'View: Close All Editors');
    await until(() => {
      const progress = fs.readFileSync(path.join(folder, 'progress.json'), 'utf8');
      return (JSON.parse(progress) as { position: number }).position === position;
    });
    await contextMenu(page, explorerEntry(page, DATA), 'Review Uncertain Predictions');
    await pick(page, 'What to look for?', `Continue (${position} of 12)`);
    await shownReview(page);
    assert.equal((await ready(view()))?.position, position);
    assert.equal(newestReview(session).folder, folder, 'no other review was made');
    await toast(page, 'Look for what to review').waitFor({ state: 'detached' });
  });

  session.step('other keys by a setting, at once; another queue takes the place of the one before', async () => {
    const { page, server } = session;
    await contextMenu(page, explorerEntry(page, DATA), 'Review Uncertain Predictions');
    await answerReview(page, 'Unsure predictions: least confidence', '8');
    const shown = (await ready(view()))!;
    const count = (await corrections(server)).length;
    changeSettings(server, { 'fashionMnist.reviewKeys': { unsure: ['x'], keep: ['u', 'Tab'] } });
    await view()
      .getByRole('button', { name: /^Unsure/ })
      .and(view().locator('[aria-keyshortcuts="x"]'))
      .waitFor();
    await view().getByRole('application').focus();
    await page.keyboard.press('x');
    await until(async () => (await ready(view()))?.imageId !== shown.imageId);
    const made = (await corrections(server)).slice(count);
    assert.deepEqual(
      made.map(({ imageId, decision }) => [imageId, decision]),
      [[shown.imageId, 'unsure']],
    );
    changeSettings(server, { 'fashionMnist.reviewKeys': undefined });

    await view().getByRole('button', { name: 'Another queue…' }).first().click();
    await pick(page, 'Which data?', DATA);
    await answerReview(page, 'Disagreements', '5');
    await tab(page, `Review disagreements in ${DATA}`).waitFor();
    await until(async () => (await tab(page, 'Review').count()) === 1);
    assert.equal(newestReview(session).queue.score, 'disagreement');
    await session.screenshot('review-disagreements');
  });
});
