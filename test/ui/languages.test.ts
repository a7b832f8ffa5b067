// The editor in other languages. In a made-up one each text that can be translated stands in ⟦⟧: what stands outside
// of them is data, or was forgotten. And in German.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { BUNDLES, SOURCE_BUNDLE } from '../../scripts/texts';
import { FASHION_MNIST_CLASSES } from '../../src/shared/classes';
import { hasKeyboard, webview } from '../harness/webview';
import { contextMenu, explorerEntry, quickRow, runCommand, tab } from '../harness/workbench';
import { EditorSession } from './editorSession';
import { shownExplorer } from './explorerView';
import { DATA, prepareReview, RUN, shownReview } from './reviewView';
import { button, focused, newJob } from './training';

const MADE_UP = 'qps-ploc';

/** What is the same in each language: places, names of classes, splits, recipes, layers and engines, and English dates. */
const NAMES = new RegExp(
  [
    ...FASHION_MNIST_CLASSES,
    ...[
      'train',
      'test',
      'sample',
      'standard',
      'quick',
      'best',
      'small',
      'reference',
      'wasm',
      'WASM',
      'ReLU',
      'Softmax',
    ],
    ...[
      'Conv2D',
      '(Max|GlobalAverage)Pooling2D',
      'BatchNormalization',
      'Dense',
      'Dropout',
      'Flatten',
      'Adam',
      'TensorFlow.js',
    ],
    ...['(/[\\w.-]+)+/?', '[\\w-]+\\.gz(#\\d+)?', '[0-9a-f]{16}', RUN, '[A-Z][a-z]{2} \\d+, (\\d{4}, )?\\d\\d:\\d\\d'],
  ].join('|'),
  'g',
);

/** Puts the made-up language into the installed extension. */
function writeMadeUpLanguage(workspace: string): void {
  const extensions = path.join(workspace, '../extensions');
  const installed = fs.readdirSync(extensions).find((name) => name.startsWith('nitex.fashion-mnist-vscode'))!;
  const texts = JSON.parse(fs.readFileSync(SOURCE_BUNDLE, 'utf8')) as Record<string, string>;
  // A comment follows the text of its key after a slash; the text alone is shown.
  const marked = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, `⟦${text}⟧`]));
  fs.writeFileSync(path.join(extensions, installed, 'l10n', `bundle.l10n.${MADE_UP}.json`), JSON.stringify(marked));
}

/** What a person sees and hears of a view: its texts, and those of its attributes. */
async function shownTexts(view: FrameLocator): Promise<string[]> {
  return await view.locator('body').evaluate((body: unknown) => {
    interface Node {
      nodeType: number;
      nodeValue: string;
      childNodes: Iterable<Node>;
      shadowRoot?: Node;
      tagName?: string;
      getAttribute(name: string): string | null;
    }
    const found = new Set<string>();
    const left: Node[] = [body as Node];
    for (let node = left.pop(); node; node = left.pop()) {
      if (node.tagName === 'STYLE' || node.tagName === 'SCRIPT') continue;
      if (node.nodeType === 3) found.add(node.nodeValue);
      if (node.nodeType === 1) {
        for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext', 'aria-roledescription']) {
          found.add(node.getAttribute(name) ?? '');
        }
        if (node.shadowRoot) left.push(...node.shadowRoot.childNodes);
      }
      left.push(...node.childNodes);
    }
    return [...found].filter((text) => text.trim());
  });
}

/** What stands outside of all marks. */
function outside(text: string): string {
  let depth = 0;
  let rest = '';
  for (const letter of text) {
    if (letter === '⟦') depth++;
    else if (letter === '⟧') depth--;
    else if (depth === 0) rest += letter;
  }
  return rest;
}

async function openAllSections(view: FrameLocator): Promise<void> {
  for (const closed of await view.locator('details:not([open]) > summary').all()) {
    if (await closed.isVisible()) await closed.click();
  }
}

/** The steps that both languages share. */
interface Words {
  explore: string;
  evaluate: string;
  train: string;
  review: string;
  margin: string;
  sample: string;
  recipe: string;
  start: string;
  finished: string;
}

async function seeExplorer(page: Page, words: Words, look: (name: string) => Promise<void>): Promise<void> {
  await contextMenu(page, explorerEntry(page, DATA), words.explore);
  const view = await shownExplorer(page);
  await openAllSections(view);
  await view.locator('.findings li').first().waitFor({ timeout: 60_000 });
  await look('explorer');
  await view.getByRole('grid').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await look('explorer-detail');
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await view.locator('.relabel-menu').waitFor();
  await look('explorer-relabel');
}

async function seeEvaluation(page: Page, words: Words, look: (name: string) => Promise<void>): Promise<void> {
  await contextMenu(page, explorerEntry(page, DATA), words.evaluate);
  const view = webview(page);
  await view.locator('table').first().waitFor({ timeout: 60_000 });
  await openAllSections(view);
  await look('evaluation');
}

async function seeReview(page: Page, words: Words, look: (name: string) => Promise<void>): Promise<void> {
  await contextMenu(page, explorerEntry(page, DATA), words.review);
  await quickRow(page, words.margin).click();
  await page.locator('.quick-input-widget .quick-input-message').filter({ hasText: /\?/ }).waitFor();
  await page.keyboard.press('Enter');
  const view = await shownReview(page);
  await hasKeyboard(view);
  await openAllSections(view);
  await look('review');
  await page.keyboard.press('?');
  await view.getByRole('dialog').waitFor();
  await look('review-keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await look('review-grid');
}

async function seeTraining(page: Page, words: Words, look: (name: string) => Promise<void>): Promise<void> {
  await runCommand(page, words.train);
  await quickRow(page, words.sample).click();
  await page.locator(`.quick-input-widget input[placeholder="${words.recipe}"]`).waitFor();
  await quickRow(page, 'quick').click();
  await focused(button(webview(page), words.start));
  await look('training-form');
  const job = await newJob(page, () => page.keyboard.press('Enter'));
  await job.locator('.job-state', { hasText: words.finished }).waitFor({ timeout: 120_000 });
  await look('training');
}

describe('the editor in a made-up language', function () {
  this.timeout(300_000);
  const session = new EditorSession({
    prepare: async (workspace) => {
      await prepareReview(workspace);
      writeMadeUpLanguage(workspace);
    },
    language: { tag: MADE_UP, trainCommand: 'FashionMNIST: Train' },
  });
  session.hooks();
  const words = {
    explore: 'Open Dataset Explorer',
    evaluate: 'Evaluate Model',
    train: 'FashionMNIST: Train',
    review: 'Review Uncertain Predictions',
    margin: '⟦Unsure predictions: margin⟧',
    sample: '⟦The sample that comes with the extension⟧',
    recipe: '⟦Which recipe?⟧',
    start: '⟦Start⟧',
    finished: '⟦finished⟧',
  };

  /** No text without marks, but for what comes from the data, names and dates. */
  const look = async (name: string) => {
    await session.page.waitForTimeout(1000);
    await session.screenshot(`made-up-${name}`);
    const bare = (await shownTexts(webview(session.page))).filter((text) => {
      const rest = outside(text).replaceAll(DATA, '').replace(NAMES, '');
      return /\p{L}{2}/u.test(rest);
    });
    assert.deepEqual(bare, [], name);
  };

  session.step('nothing in the explorer is left in English', () => seeExplorer(session.page, words, look));
  session.step('nothing in the evaluation', () => seeEvaluation(session.page, words, look));
  session.step('nothing in the review', () => seeReview(session.page, words, look));
  session.step('nothing in the training view', () => seeTraining(session.page, words, look));
});

describe('the editor in German', function () {
  this.timeout(300_000);
  const texts = JSON.parse(fs.readFileSync(path.join(BUNDLES, 'bundle.l10n.de.json'), 'utf8')) as Record<
    string,
    string
  >;
  const german = (text: string) => texts[text];
  const session = new EditorSession({
    prepare: prepareReview,
    language: { tag: 'de', trainCommand: 'FashionMNIST: Trainieren' },
  });
  session.hooks();
  const words = {
    explore: 'Datensatz-Explorer öffnen',
    evaluate: 'Modell auswerten',
    train: 'FashionMNIST: Trainieren',
    review: 'Unsichere Vorhersagen prüfen',
    margin: german('Unsure predictions: margin'),
    sample: german('The sample that comes with the extension'),
    recipe: german('Which recipe?'),
    start: german('Start'),
    finished: german('finished'),
  };
  const look = async (name: string) => {
    await session.page.waitForTimeout(1000);
    await session.screenshot(`german-${name}`);
  };

  session.step('the explorer', () => seeExplorer(session.page, words, look));
  session.step('the evaluation', async () => {
    await seeEvaluation(session.page, words, look);
    await tab(session.page, /Auswertung/).waitFor();
    assert.match(fs.readFileSync(session.inWorkspace('output.txt'), 'utf8'), /Genauigkeit.*\d,\d\s%/);
  });
  session.step('the review', () => seeReview(session.page, words, look));
  session.step('the training view', () => seeTraining(session.page, words, look));
});
