// The dataset explorer on large data, made of the sample: it opens, scrolls to the end, and the last thumbnails are right.
import assert from 'node:assert/strict';
import path from 'node:path';
import { gridState } from '../harness/grid';
import { imageMaker, writeCsv, writeIdx } from '../harness/largeSets';
import { EditorSession, until } from './editorSession';
import { classButton, countShows, type KnownData, openExplorer, thumbnailsAreRight } from './explorerView';

/** Takes 1.1 GB of disk and twenty seconds; `EXPLORER_ROWS` for less. */
const ROWS = Number(process.env['EXPLORER_ROWS'] ?? 500_000);

describe('large data in the dataset explorer', function () {
  this.timeout(600_000);
  // Before the editor opens: its watcher may miss files that come while others are written.
  const session = new EditorSession({
    prepare: async (workspace) => {
      const make = await imageMaker();
      const folder = path.join(workspace, 'large');
      writeIdx(folder, 'train', make, 0, 60_000);
      writeIdx(folder, 't10k', make, 60_000, 10_000);
      writeCsv(path.join(workspace, 'large.csv'), make, ROWS);
    },
  });
  session.hooks();

  session.step('70,000 images of IDX files open and scroll to the end', async () => {
    await showsAll('large', 70_000, await imageMaker());
  });

  session.step(`a CSV of ${ROWS.toLocaleString('en-US')} rows opens and scrolls to the end`, async () => {
    await showsAll('large.csv', ROWS, await imageMaker());
  });

  async function showsAll(name: string, count: number, make: Awaited<ReturnType<typeof imageMaker>>): Promise<void> {
    const { page } = session;
    const known: Pick<KnownData, 'image'> = { image: (index) => make(index).image };
    const opened = performance.now();
    const view = await openExplorer(page, name, 300_000);
    console.log(`${name}: pictures after ${((performance.now() - opened) / 1000).toFixed(1)} s`);
    const whole = count.toLocaleString('en-US');
    await countShows(view, `${whole} images`);
    assert.equal((await thumbnailsAreRight(view, known))[0], 0);
    // By the scroll bar to the middle, by the key to the end.
    const grid = view.getByRole('grid', { name: 'Images' });
    await grid.evaluate((element) => {
      const scrolled = element as unknown as { scrollTop: number; scrollHeight: number };
      scrolled.scrollTop = scrolled.scrollHeight / 2;
    });
    await until(async () => Math.abs((await gridState(view)).first - count / 2) < count / 50);
    await thumbnailsAreRight(view, known);
    await grid.focus();
    await page.keyboard.press('Control+End');
    await until(async () => (await gridState(view)).end === count);
    assert.equal((await thumbnailsAreRight(view, known)).at(-1), count - 1);
    // A filter finds what it should among all of them.
    await classButton(view, 'Dress').click();
    const dresses = Array.from({ length: count }, (_, index) => index).filter((index) => make(index).label === 3);
    await countShows(view, `${dresses.length.toLocaleString('en-US')} of ${whole}`);
    await grid.focus();
    await page.keyboard.press('Control+End');
    await until(async () => (await gridState(view)).end === dresses.length);
    assert.equal((await thumbnailsAreRight(view, known)).at(-1), dresses.at(-1));
  }
});
