// What the explorer says of single images and of sets of them: the large picture, histograms, twins, photographs; and
// all of it by the keyboard alone.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { imageId } from '../../src/engine/data/dataset';
import { gridState } from '../harness/grid';
import { root } from '../harness/host';
import { imageMaker, writeIdx } from '../harness/largeSets';
import { contextMenu, explorerEntry, pick, runCommand } from '../harness/workbench';
import { hasKeyboard, webview } from '../harness/webview';
import { EditorSession, until } from './editorSession';
import {
  addSample,
  chip,
  countShows,
  type KnownData,
  openExplorer,
  readKnown,
  searchField,
  shownExplorer,
  thumbnailsAreRight,
} from './explorerView';
import { SAMPLE } from './training';

describe('images in the dataset explorer', function () {
  this.timeout(180_000);
  const session = new EditorSession({
    prepare: async (workspace) => {
      addSample(workspace);
      await addTwins(path.join(workspace, 'twins'));
    },
  });
  session.hooks();

  let known: KnownData;
  before(async () => {
    known = await readKnown({ path: path.join(root, 'media/sample') });
  });

  session.step('Enter shows the picture large, with its numbers', async () => {
    const { page } = session;
    const view = await openExplorer(page, 'sample');
    await view.getByRole('grid', { name: 'Images' }).focus();
    for (let step = 0; step < 7; step++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const large = view.getByRole('region', { name: 'Image in detail' });
    const image = known.image(7);
    const mean = image.reduce((sum, grey) => sum + grey, 0) / 784;
    const deviation = Math.sqrt(image.reduce((sum, grey) => sum + (grey - mean) ** 2, 0) / 784);
    await large.getByText(imageId(image)).waitFor();
    const facts = await large.locator('dl > div').allInnerTexts();
    const fact = (name: string) => facts.find((text) => text.startsWith(`${name}\n`))?.slice(name.length + 1);
    assert.equal(fact('Class'), known.classNames[known.label(7)!]);
    assert.equal(fact('Image'), '7');
    assert.equal(fact('Place'), 'train, index 7');
    assert.equal(fact('Source'), 'train-images-idx3-ubyte.gz#7');
    assert.equal(fact('Mean'), mean.toFixed(1));
    assert.equal(fact('Standard deviation'), deviation.toFixed(1));
    assert.equal(await large.locator('.nearest').count(), 5);
    await large.getByRole('img', { name: /number 7/ }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await large.getByText(`pixel (14, 15) = ${image[15 * 28 + 14]}`).waitFor();
    const drawn = await large.locator('.big-picture canvas').evaluate((canvas) => {
      const { width, height } = canvas as unknown as { width: number; height: number };
      const context = (canvas as unknown as { getContext: (kind: '2d') => unknown }).getContext('2d') as {
        getImageData: (...at: number[]) => { data: Uint8ClampedArray };
      };
      return [...context.getImageData(0, 0, width, height).data].filter((_, at) => at % 4 === 0);
    });
    assert.deepEqual(drawn, [...image]);
    await session.screenshot('explorer-detail');
    await page.keyboard.press('Escape');
    await large.waitFor({ state: 'hidden' });
  });

  session.step('an image that does not pass the filters stays the large one when they are cleared', async () => {
    const { page } = session;
    const view = await openExplorer(page, 'sample');
    await searchField(view).fill('2345');
    await countShows(view, '1 of 3,000');
    await view.getByRole('grid', { name: 'Images' }).focus();
    await page.keyboard.press('Enter');
    const large = view.getByRole('region', { name: 'Image in detail' });
    await large.locator('.nearest').first().click();
    await large.getByText('This image does not pass the filters.').waitFor();
    // That line is there before the rest is about the new image.
    const heading = large.getByRole('heading', { level: 2 });
    await heading.filter({ hasNotText: /number 2,345,/i }).waitFor();
    const title = await heading.innerText();
    await large.getByRole('button', { name: 'Clear filters' }).click();
    await countShows(view, '3,000 images');
    await large.getByText('This image does not pass the filters.').waitFor({ state: 'hidden' });
    assert.equal(await large.getByRole('heading', { level: 2 }).innerText(), title);
    const [number] = /number \d+(,\d{3})*/i.exec(title)!;
    await view.getByRole('gridcell', { name: new RegExp(`${number},`, 'i') }).waitFor();
    await page.keyboard.press('Escape');
    await large.waitFor({ state: 'hidden' });
  });

  session.step('dragging over a histogram filters by intensity', async () => {
    const { page } = session;
    const view = await openExplorer(page, 'sample');
    await countShows(view, '3,000 images');
    const chart = view.locator('.histograms canvas').first();
    await chart.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await chart.boundingBox())!;
    await page.mouse.move(x + 0.45 * width, y + 0.4 * height);
    await page.mouse.down();
    await page.mouse.move(x + 0.55 * width, y + 0.5 * height, { steps: 4 });
    await page.mouse.move(x + 0.65 * width, y + 0.5 * height, { steps: 4 });
    await page.mouse.up();
    const label = await chip(view, /mean/i).innerText();
    const [low, high] = [...label.matchAll(/\d+(\.\d+)?/g)].map(([number]) => Number(number));
    assert.ok(low > 20 && high > low && high < 255, label);
    const means = Array.from({ length: known.count }, (_, image) => {
      return known.image(image).reduce((sum, grey) => sum + grey, 0) / 784;
    });
    const passing = means.filter((mean) => low <= mean && mean < high).length;
    await countShows(view, `${passing.toLocaleString('en-US')} of 3,000`);
    for (const image of await thumbnailsAreRight(view, known)) {
      assert.ok(low <= means[image] && means[image] < high, `image ${image}: ${means[image]}`);
    }
    // A click chooses one bar of five grey levels, a second one lets it go.
    const at = { x: 0.5 * width, y: 0.5 * height };
    await chart.click({ position: at });
    await until(async () => (await chip(view, /mean/i).innerText()) !== label);
    const bar = [...(await chip(view, /mean/i).innerText()).matchAll(/\d+(\.\d+)?/g)].map(([number]) => Number(number));
    assert.deepEqual([bar[0] % 5, bar[1] - bar[0]], [0, 5], bar.join());
    const inBar = means.filter((mean) => bar[0] <= mean && mean < bar[1]).length;
    await countShows(view, `${inBar.toLocaleString('en-US')} of 3,000`);
    await chart.click({ position: at });
    await countShows(view, '3,000 images');
  });

  session.step('twins are found, those with differing labels first', async () => {
    const { page } = session;
    const view = await openExplorer(page, 'twins');
    await view.getByRole('button', { name: 'Find duplicates and twins' }).click();
    const pairs = view.locator('.pairs .pair');
    await pairs.first().waitFor();
    const said = (await pairs.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
    const planted = [/10 and 20/, /30 and 205/, /40 and 207/].map((pair) => said.findIndex((text) => pair.test(text)));
    assert.ok(
      planted.every((at) => at >= 0),
      said.join('\n'),
    );
    assert.match(said[0], /labels differ/);
    assert.match(said[planted[0]], /labels differ.*the same in every pixel/);
    assert.match(said[planted[1]], /across splits.*the same in every pixel/);
    assert.match(said[planted[2]], /across splits.*shifted by \(-?1, -?2\)/);
    const differs = said.map((text) => text.includes('labels differ'));
    assert.ok(differs.slice(0, differs.lastIndexOf(true)).every(Boolean), said.join('\n'));
    await session.screenshot('explorer-twins');
    await view.getByRole('button', { name: /^Alike, differing labels/ }).click();
    await until(async () => (await gridState(view)).items.includes(10) && (await gridState(view)).items.includes(20));
  });

  session.step('photographs are shown beside what becomes of them', async () => {
    const { page } = session;
    await contextMenu(page, explorerEntry(page, 'pictures'), 'Open Dataset Explorer');
    const view = await shownExplorer(page);
    await thumbnailsAreRight(view, await readKnown({ path: session.inWorkspace('pictures') }));
    const section = view.locator('details', { has: view.getByRole('heading', { name: /photograph/i }) });
    if (!(await section.evaluate((element) => (element as unknown as { open: boolean }).open))) {
      await section.locator('summary').click();
    }
    await section.locator('.preview-pair').first().waitFor();
    assert.ok((await section.locator('.preview-pair').count()) >= 2);
    await section.scrollIntoViewIfNeeded();
    await session.screenshot('explorer-photographs');
  });

  session.step('everything is reached with the keyboard alone', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Open Dataset Explorer');
    await pick(page, 'Which data?', SAMPLE);
    const view = await shownExplorer(page);
    await countShows(view, '3,000 images');
    const focused = () =>
      view.locator('body').evaluate((body) => {
        const { activeElement } = (body as unknown as { ownerDocument: { activeElement: unknown } }).ownerDocument;
        const element = activeElement as { getAttribute(name: string): string | null; textContent: string } | null;
        return element?.getAttribute('aria-label') ?? element?.textContent.trim() ?? '';
      });
    const tabTo = async (wanted: RegExp) => {
      const passed: string[] = [];
      for (let steps = 0; steps < 120; steps++) {
        await page.keyboard.press('Tab');
        passed.push(await focused());
        if (wanted.test(passed.at(-1)!)) return;
      }
      throw new Error(`${String(wanted)} was not among ${passed.join(' | ')}`);
    };
    await webview(page).locator('body').focus();
    await hasKeyboard(view);
    await tabTo(/^Shirt, train: /);
    await page.keyboard.press('Enter');
    await countShows(view, '200 of 3,000');
    await tabTo(/^Images$/);
    await page.keyboard.press('Shift+ArrowRight');
    await until(async () => (await view.locator('.selected-count').innerText()) === '2 selected');
    await page.keyboard.press('Enter');
    await view.getByRole('region', { name: 'Image in detail' }).waitFor();
    await page.keyboard.press('Escape');
    await until(async () => (await focused()) === 'Images');
    await page.keyboard.press('Control+z');
    await countShows(view, '3,000 images');
  });
});

/**
 * 200 and 50 images of the sample with planted copies: 20 is 10 with another label, 205 is 30 with its own label in the
 * other split, 207 is 40 shifted.
 */
async function addTwins(folder: string): Promise<void> {
  const sample = await imageMaker({ numbered: false });
  const other = (label: number) => (label + 1) % 10;
  const make = (index: number) => {
    const from = { 20: 10, 205: 30, 207: 40 }[index];
    if (from === undefined) return sample(index);
    const { image, label } = sample(from);
    if (index === 20) return { image, label: other(label) };
    return { image: index === 207 ? shifted(image, 1, 2) : image, label };
  };
  writeIdx(folder, 'train', make, 0, 200);
  writeIdx(folder, 't10k', make, 200, 50);
  await fs.promises.writeFile(path.join(folder, 'notes.txt'), 'twins are planted here\n');
}

function shifted(image: Buffer, dx: number, dy: number): Buffer {
  const moved = Buffer.alloc(784);
  for (let y = dy; y < 28; y++) image.copy(moved, y * 28 + dx, (y - dy) * 28, (y - dy) * 28 + 28 - dx);
  return moved;
}
