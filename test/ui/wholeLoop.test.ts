// What the product is for, once through: data with wrong labels is trained on, evaluated, its doubtful labels reviewed and
// corrected. The wrong labels are known here, so the review can be judged by them. The README's pictures are taken here.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { runCli } from '../cli/runCli';
import { gridSettled } from '../harness/grid';
import { root } from '../harness/host';
import { changeSettings, hasKeyboard, setTheme, THEMES, webview } from '../harness/webview';
import { contextMenu, explorerEntry, runCommand } from '../harness/workbench';
import { EditorSession, until } from './editorSession';
import { evaluate, matrixCell, readEvaluation } from './evaluationView';
import { answerReview, corrections, newestReview, ready } from './reviewView';

const DATA = 'apparel';
const RUN = '2026-01-01_10-00-00_standard';
const LABELS = path.join(DATA, 'train-labels-idx1-ubyte.gz');
const IDX_HEADER = 8;
/** Classes that people mix up, and what one is taken for. */
const MIXED_UP: Partial<Record<number, number>> = { 0: 6, 6: 0, 2: 4, 4: 2, 5: 7, 7: 9 };
/** Every so many images of these classes has the other label. */
const EVERY = 12;

/** Gives some images of the training split a wrong label. @returns the right one of each by its index */
function mislabel(file: string): Map<number, number> {
  const bytes = zlib.gunzipSync(fs.readFileSync(file));
  const truth = new Map<number, number>();
  let seen = 0;
  for (let at = IDX_HEADER; at < bytes.length; at++) {
    const other = MIXED_UP[bytes[at]];
    if (other === undefined || ++seen % EVERY !== 0) continue;
    truth.set(at - IDX_HEADER, bytes[at]);
    bytes[at] = other;
  }
  fs.writeFileSync(file, zlib.gzipSync(bytes));
  return truth;
}

describe('the whole loop in the editor', function () {
  this.timeout(300_000);
  let truth: Map<number, number>;
  const session = new EditorSession({
    prepare: async (workspace) => {
      fs.cpSync(path.join(root, 'media/sample'), path.join(workspace, DATA), { recursive: true });
      truth = mislabel(path.join(workspace, LABELS));
      for (const part of ['pictures', 'recipes', 'tables']) fs.rmSync(path.join(workspace, part), { recursive: true });
      const out = path.join('.fashion-mnist/runs', RUN);
      const { code, stderr } = await runCli(['train', DATA, '--out', out], { folder: workspace });
      assert.equal(code, 0, stderr);
      changeSettings({ workspace }, { 'fashionMnist.reviewer': 'Ann', 'fashionMnist.engine': 'wasm' });
    },
  });
  session.hooks();

  session.step('an evaluation leads to the images that are confused', async () => {
    const { page, server } = session;
    const view = await evaluate(page, DATA);
    const [most] = readEvaluation(server.workspace).confusedPairs!;
    await setTheme(page, server, THEMES[0]);
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    await matrixCell(view, most.actual, most.predicted).click();
    await view.locator('.dock-title').getByText(`${most.actualName} predicted as ${most.predictedName}`).waitFor();
    await gridSettled(view);
    await session.screenshot('loop-evaluation');
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
  });

  session.step('a review puts the wrong labels first, and they are corrected', async () => {
    const { page, server } = session;
    await setTheme(page, server, THEMES[0]).catch(() => undefined);
    await contextMenu(page, explorerEntry(page, DATA), 'Review Uncertain Predictions');
    const view = await answerReview(page, 'Likely label errors', '100');
    const { queue } = newestReview(session);
    const wrong = queue.images.filter(({ index }) => truth.has(index)).length;
    console.log(`of the first ${queue.images.length}, ${wrong} of ${truth.size} wrong labels`);
    // A share of 5% of the labels is wrong: by chance there would be five of a hundred.
    assert.ok(wrong >= 40, `${wrong} of ${truth.size} wrong labels are among the first 100`);

    const lines: [decision: string, label: number | null][] = [];
    for (let done = 0; done < 25; done++) {
      const shown = (await ready(view))!;
      const { index } = queue.images[shown.position];
      const right = truth.get(index);
      await hasKeyboard(view);
      await page.keyboard.press(right === undefined ? 'Enter' : String(right));
      lines.push(right === undefined ? ['keep', null] : ['relabel', right]);
      await until(async () => (await ready(view))?.imageId !== shown.imageId);
    }
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    await ready(webview(page));
    await session.screenshot('loop-review');
    const written = await corrections(server);
    assert.deepEqual(
      written.map(({ decision, newLabel }) => [decision, newLabel]),
      lines,
    );
  });
});
