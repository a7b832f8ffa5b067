// Corrections as a diff of pictures, in a workspace with Git: what changed since the last commit, between any two versions,
// and how that looks.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { FrameLocator } from 'playwright-core';
import { imageId } from '../../src/engine/data/dataset';
import type { Correction } from '../../src/shared/contracts/corrections';
import { formatCorrection, HEADER_LINE } from '../../src/shared/corrections';
import { accessibilityProblems, atWidth, fitsItsWidth, setTheme, THEMES, webview } from '../harness/webview';
import { contextMenu, explorerEntry, quickRow, reloadWindow, runCommand, tab } from '../harness/workbench';
import { addOddData, addRepository, git, goTo, ODD_DATA, ODD_NAMES, relabelByKey, REVIEWER } from './correctionsFile';
import { EditorSession, until } from './editorSession';
import { type KnownData, openExplorer, readKnown, shownExplorer } from './explorerView';

const FOREIGN = '/etc/somebody-else';

describe('corrections as a diff of pictures', function () {
  this.timeout(180_000);
  let known: KnownData;
  let minute = 0;

  /** A decision about an image, a minute after the one before. */
  function line(image: number, decision: Correction['decision'], newLabel: number | null = null, dataset = ODD_DATA) {
    const given = known.label(image)!;
    return formatCorrection({
      imageId: dataset === ODD_DATA ? imageId(known.image(image)) : '0123456789abcdef',
      dataset,
      split: 'train',
      index: image,
      givenLabel: given,
      givenName: ODD_NAMES[given],
      decision,
      newLabel,
      newName: newLabel === null ? '' : ODD_NAMES[newLabel],
      scoreName: '',
      score: null,
      model: '',
      reviewer: REVIEWER,
      reviewedAt: new Date(Date.UTC(2026, 10, 1, 10, minute++)).toISOString(),
      note: '<b>note</b>',
    });
  }
  const other = (image: number, step = 1) => (known.label(image)! + step) % 10;

  const session = new EditorSession({
    prepare: async (workspace) => {
      await addOddData(workspace);
      addRepository(workspace);
      known = await readKnown({ path: `${workspace}/${ODD_DATA}` });
      minute = 0;
      const file = `${workspace}/corrections.csv`;
      const commit = (message: string) => {
        git(workspace, 'add', '.');
        git(workspace, 'commit', '--quiet', '--message', message);
      };
      fs.writeFileSync(file, HEADER_LINE + line(1, 'relabel', other(1)));
      commit('the first decision');
      fs.appendFileSync(file, line(3, 'relabel', other(3)) + line(5, 'keep') + line(40, 'relabel', other(40)));
      commit('$(alert) [three](command:x) more');
      const same = other(10) === known.label(11) ? other(10, 2) : other(10);
      fs.appendFileSync(
        file,
        [
          line(3, 'relabel', other(3, 2)),
          line(40, 'undo'),
          line(10, 'relabel', same),
          line(11, 'relabel', same),
          line(12, 'unsure'),
          line(13, 'relabel', other(13), FOREIGN),
        ].join(''),
      );
    },
  });
  session.hooks();

  const file = () => session.inWorkspace('corrections.csv');
  const changes = async (view: FrameLocator) => {
    await view.locator('.change').first().waitFor();
    // A group is made when it is seen.
    for (const group of await view.locator('.changes').all()) await group.scrollIntoViewIfNeeded();
    const said = await view
      .locator('.change')
      .evaluateAll((all) =>
        all.map((one) => (one as unknown as { getAttribute(name: string): string }).getAttribute('title')),
      );
    return said.map((text) => text.replace(/; (was )?by .*$/, '')).sort();
  };
  /** Waits until exactly these changes are shown; pictures are made as they come near what is seen. */
  const shows = async (view: FrameLocator, wanted: string[]) => {
    const isShown = async () => (await changes(view)).join('\n') === [...wanted].sort().join('\n');
    // The editor's Git tells of a commit when it has looked again.
    await until(isShown, 60_000).catch(() => undefined);
    assert.deepEqual(await changes(view), [...wanted].sort());
  };
  const from = (image: number, label: string) => `${label}; ${ODD_DATA}, train ${image}`;
  const relabelled = (image: number, before: number, after: number) =>
    from(image, `${ODD_NAMES[before]} → ${ODD_NAMES[after]}`);
  const given = (image: number) => known.label(image)!;
  /** What the working tree says that HEAD does not. */
  const expected = () => {
    const same = other(10) === given(11) ? other(10, 2) : other(10);
    return [
      relabelled(3, other(3), other(3, 2)),
      relabelled(40, other(40), given(40)),
      relabelled(10, given(10), same),
      relabelled(11, given(11), same),
      `${ODD_NAMES[given(13)]} → ${ODD_NAMES[other(13)]}; ${FOREIGN}, train 13`,
    ].sort();
  };
  const showsVersions = async (view: FrameLocator, before: string, after: string) => {
    await view.locator('.versions .version').first().getByText(before, { exact: true }).waitFor();
    await view.locator('.versions .version').last().getByText(after, { exact: true }).waitFor();
  };

  session.step('from the Explorer: what changed since the last commit, each with its picture', async () => {
    const { page } = session;
    await contextMenu(page, explorerEntry(page, 'corrections.csv'), 'Show Corrections as Pictures');
    await tab(page, 'corrections.csv (pictures)').waitFor();
    const view = webview(page);
    await showsVersions(view, 'HEAD', 'working tree');
    await shows(view, expected());
    await view.getByText(`The data “${FOREIGN}” is not in this workspace`).waitFor();
    // "Cannot tell" is no changed label: it stands in a folded group of its own.
    await view.locator('summary', { hasText: 'Cannot tell' }).click();
    await view.getByTitle(from(12, 'Cannot tell')).waitFor();
    for (const image of [3, 10, 11, 12, 40]) {
      const button = view.getByTitle(new RegExp(`, train ${image}; `));
      const pixels = [...known.image(image)];
      await until(async () => String(await pixelsOf(button.locator('canvas'))) === String(pixels)).catch(
        () => undefined,
      );
      assert.deepEqual(await pixelsOf(button.locator('canvas')), pixels, `image ${image}`);
    }
    await view
      .getByTitle(/, train 13; /)
      .getByText('not there')
      .waitFor();
    await session.screenshot('corrections-diff');
    // Its details say who decided, and when.
    await view.getByTitle(/, train 3; /).click();
    const details = view.getByRole('region', { name: 'The chosen change' });
    await details.getByText(REVIEWER).first().waitFor();
    await details.getByText('<b>note</b>').first().waitFor();
    await session.screenshot('corrections-diff-details');
  });

  session.step('from source control, and from the text diff, whose two versions it takes', async () => {
    const { page } = session;
    await runCommand(page, 'Source Control: Focus on Changes View');
    const entry = page.locator('.scm-view .monaco-list-row', { hasText: 'corrections.csv' });
    await contextMenu(page, entry, 'Show Corrections as Pictures');
    await tab(page, 'corrections.csv (pictures)').waitFor();
    await showsVersions(webview(page), 'HEAD', 'working tree');
    await shows(webview(page), expected());
    await runCommand(page, 'View: Close All Editors');
    await entry.click();
    await page.locator('.monaco-diff-editor').waitFor();
    await page
      .locator('.editor-actions')
      .getByRole('button', { name: /Show Corrections as Pictures/ })
      .click();
    await showsVersions(webview(page), 'index', 'working tree');
    await shows(webview(page), expected());
    await runCommand(page, 'View: Show Explorer');
    await explorerEntry(page, 'corrections.csv').waitFor();
  });

  session.step('any two versions can be chosen; none needs a decision', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Show Corrections as Pictures');
    const view = webview(page);
    await showsVersions(view, 'HEAD', 'working tree');
    await view.getByRole('button', { name: /^Change/ }).click();
    await pickRow('Which version before?', 'Nothing');
    await session.screenshot('corrections-versions');
    await pickRow('Which version after?', '$(alert) [three](command:x) more');
    const hash = git(session.server.workspace, 'rev-parse', 'HEAD').slice(0, 8);
    await showsVersions(view, 'nothing', hash);
    await shows(
      view,
      [1, 3, 40].map((image) => relabelled(image, given(image), other(image))),
    );
    await view.getByRole('button', { name: /^Change/ }).click();
    await pickRow('Which version before?', 'the first decision');
    await pickRow('Which version after?', 'HEAD');
    await shows(
      view,
      [3, 40].map((image) => relabelled(image, given(image), other(image))),
    );
    // It comes back with the window, with these versions.
    await page.waitForTimeout(1500);
    await reloadWindow(page);
    await until(async () => (await changes(webview(page))).length === 2);
    await webview(page).locator('.versions .version').last().getByText('HEAD', { exact: true }).waitFor();
  });

  session.step('it follows the file and the commits; a broken file is told with its row', async () => {
    const { page } = session;
    await contextMenu(page, explorerEntry(page, 'corrections.csv'), 'Show Corrections as Pictures');
    const view = webview(page);
    await shows(view, expected());
    const before = fs.readFileSync(file(), 'utf8');
    fs.appendFileSync(file(), line(50, 'relabel', other(50)));
    await view.getByTitle(relabelled(50, given(50), other(50))).waitFor();
    const broken = `${before}not,a\n"line\n${line(51, 'relabel', other(51)).replace(',relabel,', ',maybe,')}`;
    fs.writeFileSync(file(), broken);
    await view
      .getByRole('alert')
      .getByText(/corrections\.csv:\d+:7: /)
      .waitFor();
    await session.screenshot('corrections-diff-broken');
    fs.writeFileSync(file(), before);
    await view.getByRole('button', { name: 'Retry' }).or(view.locator('.change').first()).first().click();
    await shows(view, expected());
    git(session.server.workspace, 'commit', '--quiet', '--all', '--message', 'all of it');
    await view.getByText(/^Nothing differs between HEAD and working tree/).waitFor({ timeout: 60_000 });
    git(session.server.workspace, 'reset', '--quiet', '--soft', 'HEAD~1');
    await shows(view, expected());
  });

  session.step('a decision in the explorer appears beside it', async () => {
    const { page } = session;
    const view = await openExplorer(page, ODD_DATA);
    await view.getByRole('grid', { name: 'Images' }).waitFor();
    await runCommand(page, 'FashionMNIST: Show Corrections as Pictures');
    await tab(page, 'corrections.csv (pictures)').waitFor();
    await shows(webview(page), expected());
    const count = expected().length;
    await runCommand(page, 'View: Move Editor into Right Group');
    await until(async () => (await changes(webview(page, 1))).length === count);
    // Its page was thrown away while it was hidden: keys before its pictures are there do nothing.
    const explorer = await shownExplorer(page);
    await goTo(page, explorer, 0);
    await relabelByKey(page, explorer, String(other(0)));
    await webview(page, 1)
      .getByTitle(relabelled(0, given(0), other(0)))
      .waitFor();
    await session.screenshot('corrections-diff-beside');
  });

  for (const theme of THEMES) {
    session.step(`${theme.name}: nothing is hard to read or to reach`, async () => {
      const { page, server } = session;
      await runCommand(page, 'FashionMNIST: Show Corrections as Pictures');
      const view = webview(page);
      await changes(view);
      await setTheme(page, server, theme);
      await view.getByTitle(/, train 3; /).click();
      await view.getByRole('region', { name: 'The chosen change' }).waitFor();
      assert.deepEqual(await accessibilityProblems(page), []);
      await session.screenshot(`corrections-diff-${theme.name}`);
      if (theme.name !== 'dark') return;
      await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
      await atWidth(page, 300, async () => {
        await changes(view);
        await fitsItsWidth(view.locator('body'));
        await session.screenshot('corrections-diff-narrow');
      });
      await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    });
  }

  async function pickRow(placeHolder: string, label: string): Promise<void> {
    const { page } = session;
    await page.locator(`.quick-input-widget input[placeholder="${placeHolder}"]`).waitFor();
    const shown = label.replace('](', ']\u200b(').replace('$(', '$\u200b(');
    await quickRow(page, shown).click();
  }
});

/** Grey levels [28, 28] of a canvas. */
async function pixelsOf(canvas: ReturnType<FrameLocator['locator']>): Promise<number[]> {
  return await canvas.evaluate((element) => {
    const canvas = element as unknown as {
      getContext(kind: '2d'): { getImageData(...at: number[]): { data: Uint8ClampedArray } };
    };
    return [...canvas.getContext('2d').getImageData(0, 0, 28, 28).data].filter((_, at) => at % 4 === 0);
  });
}
