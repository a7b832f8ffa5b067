// The dataset explorer on the sample, as a person uses it.
import assert from 'node:assert/strict';
import path from 'node:path';
import { imageId } from '../../src/engine/data/dataset';
import { gridState } from '../harness/grid';
import { root } from '../harness/host';
import { webview } from '../harness/webview';
import { pick, reloadWindow, runCommand, tab } from '../harness/workbench';
import { EditorSession, until } from './editorSession';
import {
  addSample,
  classButton,
  chip,
  countShows,
  firstShows,
  type KnownData,
  openExplorer,
  readKnown,
  searchField,
  shownExplorer,
  thumbnailsAreRight,
} from './explorerView';
import { SAMPLE } from './training';

describe('dataset explorer', function () {
  this.timeout(180_000);
  const session = new EditorSession({ prepare: addSample });
  session.hooks();

  let known: KnownData;
  before(async () => {
    known = await readKnown({ path: path.join(root, 'media/sample') });
  });
  const shirt = () => known.classNames.indexOf('Shirt');

  session.step('a folder opens from its context menu, and its thumbnails are the data, pixel by pixel', async () => {
    const { page } = session;
    const view = await openExplorer(page, 'sample');
    await tab(page, 'sample').waitFor();
    await view.getByRole('heading', { name: 'sample' }).waitFor();
    await countShows(view, '3,000 images');
    const items = await thumbnailsAreRight(view, known);
    assert.ok(items.length >= 30, `${items.length} pictures in view`);
    assert.deepEqual(items, [...items.keys()]);
    for (const size of ['Large pictures', 'Small pictures']) {
      await view.getByRole('button', { name: size }).click();
      await thumbnailsAreRight(view, known);
    }
    // Opening it again reveals the panel that is there.
    await runCommand(page, 'File: New Untitled Text File');
    await openExplorer(page, 'sample');
    assert.equal(await tab(page, 'sample').count(), 1);
  });

  session.step('it opens from the palette, on data of one’s choice', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Open Dataset Explorer');
    await pick(page, 'Which data?', SAMPLE);
    const view = await shownExplorer(page);
    await thumbnailsAreRight(view, known);
  });

  session.step(
    'a click on a class bar shows that class alone; its chip takes the filter away, undo brings it back',
    async () => {
      const view = await openExplorer(session.page, 'sample');
      await view.getByRole('button', { name: 'Shirt, train: 200 of 200 shown' }).click();
      await countShows(view, '200 of 3,000');
      const shirts = await thumbnailsAreRight(view, known);
      for (const image of shirts) assert.ok(known.label(image) === shirt() && image < 2000, `image ${image}`);
      await view.getByRole('button', { name: 'Shirt, test: 0 of 100 shown' }).waitFor();
      assert.equal(await chip(view, '').count(), 2);
      await chip(view, 'train').click();
      await countShows(view, '300 of 3,000');
      await chip(view, 'Shirt').click();
      await countShows(view, '3,000 images');
      await view.getByRole('button', { name: 'Undo filter change' }).click();
      await countShows(view, '300 of 3,000');
      await view.locator('body').press('Control+z');
      await countShows(view, '200 of 3,000');
      await view.getByRole('button', { name: 'Redo filter change' }).click();
      await countShows(view, '300 of 3,000');
      await view.getByRole('button', { name: 'Clear', exact: true }).click();
      await countShows(view, '3,000 images');
    },
  );

  session.step('sorting by intensity puts the darkest first, and the brightest when turned', async () => {
    const view = await openExplorer(session.page, 'sample');
    const mean = (image: number) => known.image(image).reduce((sum, grey) => sum + grey, 0);
    const means = Array.from({ length: known.count }, (_, image) => mean(image));
    await view.getByLabel('Sort by').click();
    await view.getByRole('option', { name: 'Mean intensity' }).click();
    await until(async () => means[(await gridState(view)).items[0]] === Math.min(...means));
    const rising = (await thumbnailsAreRight(view, known)).map((image) => means[image]);
    assert.deepEqual(
      rising,
      [...rising].sort((a, b) => a - b),
    );
    await view.getByRole('button', { name: 'Ascending: sort descending' }).click();
    await until(async () => means[(await gridState(view)).items[0]] === Math.max(...means));
    const falling = (await thumbnailsAreRight(view, known)).map((image) => means[image]);
    assert.deepEqual(
      falling,
      [...falling].sort((a, b) => b - a),
    );
  });

  session.step('a search finds an image by its number, its id and its file', async () => {
    const view = await openExplorer(session.page, 'sample');
    const search = searchField(view);
    await search.fill('2345');
    await firstShows(view, 2345);
    await search.fill(imageId(known.image(2345)).slice(0, 10));
    await countShows(view, '1 of 3,000');
    await firstShows(view, 2345);
    await search.fill('t10k-images');
    await countShows(view, '1,000 of 3,000');
    await search.fill('nothing is called so');
    await view.getByText('No image passes these filters.').waitFor();
    await view.getByRole('button', { name: 'Clear all filters' }).click();
    await countShows(view, '3,000 images');
  });

  session.step('images are selected by click, Shift, Ctrl and all at once', async () => {
    const view = await openExplorer(session.page, 'sample');
    const { columns } = await gridState(view);
    const canvas = view.locator('.grid-canvas');
    const cell = 64;
    const at = (position: number) => ({ x: (position % columns) * cell + cell / 2, y: 30 });
    const selected = (text: string) => until(async () => (await view.locator('.selected-count').innerText()) === text);
    await canvas.click({ position: at(1) });
    await selected('1 selected');
    await canvas.click({ position: at(4), modifiers: ['Shift'] });
    await selected('4 selected');
    await canvas.click({ position: at(6), modifiers: ['Control'] });
    await selected('5 selected');
    await canvas.click({ position: at(2), modifiers: ['Control'] });
    await selected('4 selected');
    await classButton(view, 'Bag').click();
    await countShows(view, '300 of 3,000');
    await view.getByRole('button', { name: 'Select all', exact: true }).click();
    await until(async () => /^30[0-4] selected$/.test(await view.locator('.selected-count').innerText()));
    await view.getByRole('button', { name: 'Clear selection' }).click();
    await selected('');
  });

  session.step('the end of the data is reached by one key, and drawn', async () => {
    const view = await openExplorer(session.page, 'sample');
    await view.getByRole('grid', { name: 'Images' }).focus();
    await session.page.keyboard.press('Control+End');
    await until(async () => (await gridState(view)).items.at(-1) === known.count - 1);
    const items = await thumbnailsAreRight(view, known);
    assert.equal(items.at(-1), known.count - 1);
    await session.page.keyboard.press('Control+Home');
    await firstShows(view, 0);
  });

  session.step(
    'filter, scroll and selection survive hiding, moving to another column, and a reload of the window',
    async () => {
      const { page } = session;
      let view = await openExplorer(page, 'sample');
      await classButton(view, 'Coat').click();
      await countShows(view, '300 of 3,000');
      await view.getByRole('grid', { name: 'Images' }).focus();
      await page.keyboard.press('Control+End');
      await page.keyboard.press('Space');
      await view.locator('.selected-count').getByText('1 selected').waitFor();
      const before = await gridState(view);
      const isAsBefore = async () => {
        view = await shownExplorer(page);
        await countShows(view, '300 of 3,000');
        await view.locator('.selected-count').getByText('1 selected').waitFor();
        // Wherever columns are as many as before: the very place. Else the image that was first is in the first row.
        const { items, columns, count, end } = await gridState(view);
        if (columns === before.columns) assert.deepEqual(items, before.items);
        else assert.ok(items.slice(0, columns).includes(before.items[0]) || end === count, String(items));
        await chip(view, 'Coat').waitFor();
        await thumbnailsAreRight(view, known);
      };
      await runCommand(page, 'File: New Untitled Text File');
      await webview(page).locator('body').waitFor({ state: 'detached' });
      await tab(page, 'sample').click();
      await isAsBefore();
      assert.deepEqual((await gridState(view)).items, before.items);
      await runCommand(page, 'View: Move Editor into Right Group');
      // The page is loaded anew; the one before must not be asked any more.
      await page.locator('.editor-group-container').nth(1).locator('.tab', { hasText: 'sample' }).waitFor();
      await isAsBefore();
      await page.waitForTimeout(1500); // VS Code keeps the state of its editors about once a second.
      await reloadWindow(page);
      await isAsBefore();
    },
  );
});
