// How the dataset explorer looks: every theme, 200% zoom, a narrow column; and what axe-core finds.
import assert from 'node:assert/strict';
import {
  accessibilityProblems,
  atWidth,
  atZoom,
  changeSettings,
  fitsItsWidth,
  setTheme,
  THEMES,
  webview,
} from '../harness/webview';
import { runCommand } from '../harness/workbench';
import { EditorSession } from './editorSession';
import { addSample, chip, classButton, countShows, openExplorer, shownExplorer } from './explorerView';

describe('looks of the dataset explorer', function () {
  this.timeout(180_000);
  const session = new EditorSession({ prepare: addSample });
  session.hooks();

  for (const theme of THEMES) {
    session.step(`${theme.name}: nothing is hard to read or to reach`, async () => {
      const { page, server } = session;
      const view = await openExplorer(page, 'sample');
      await setTheme(page, server, theme);
      await countShows(view, '3,000 images');
      await view
        .getByText(/spread evenly|images? of|balanced/i)
        .first()
        .waitFor({ state: 'attached' });
      assert.deepEqual(await accessibilityProblems(page), []);
      await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
      await countShows(view, '3,000 images');
      await session.screenshot(`explorer-${theme.name}`);
      // With filters, a selection and the large picture.
      await classButton(view, 'Sandal').click();
      await countShows(view, '300 of 3,000');
      await view.getByRole('grid', { name: 'Images' }).focus();
      await page.keyboard.press('Shift+ArrowRight');
      await page.keyboard.press('Enter');
      await view.locator('.nearest').first().waitFor();
      await countShows(view, '300 of 3,000');
      await session.screenshot(`explorer-detail-${theme.name}`);
      assert.deepEqual(await accessibilityProblems(page), []);
      await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    });
  }

  session.step('at a zoom of 200% nothing is cut off', async () => {
    const { page, server } = session;
    await setDark();
    await openExplorer(page, 'sample');
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    await atZoom(page, 200, async () => {
      const view = await shownExplorer(page);
      await countShows(view, '3,000 images');
      await isNotCut();
      assert.equal(
        await view.locator('body').evaluate(() => (globalThis as { devicePixelRatio?: number }).devicePixelRatio),
        2,
      );
      await session.screenshot('explorer-zoom-200');
    });
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    changeSettings(server, { 'workbench.colorTheme': undefined });
  });

  session.step('in a narrow column the analysis folds away and comes on demand', async () => {
    const { page } = session;
    await openExplorer(page, 'sample');
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    await atWidth(page, 300, async () => {
      const view = await shownExplorer(page);
      await countShows(view, '3,000 images');
      await isNotCut();
      await session.screenshot('explorer-narrow');
      await view.getByRole('button', { name: 'Analysis beside the images' }).click();
      await classButton(view, 'Bag').click();
      await session.screenshot('explorer-narrow-analysis');
      await chip(view, 'Bag').waitFor();
      assert.deepEqual(await accessibilityProblems(page), []);
    });
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
  });

  async function setDark(): Promise<void> {
    const view = await openExplorer(session.page, 'sample');
    await setTheme(session.page, session.server, THEMES[0]);
    await countShows(view, '3,000 images');
  }

  /** Nothing makes the page wider than the editor. */
  const isNotCut = () => fitsItsWidth(webview(session.page).locator('body'));
});
