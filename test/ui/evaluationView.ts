// The evaluation view as a person uses it, for the UI tests; and what must be in its grid then.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { appendCorrections } from '../../src/engine/corrections/appendCorrections';
import { imageId } from '../../src/engine/data/dataset';
import type { Correction } from '../../src/shared/contracts/corrections';
import type { Evaluation } from '../../src/shared/contracts/evaluation';
import type { GridProbe } from '../../src/webviews/shared/gridProbe';
import { runCli } from '../cli/runCli';
import { gridSettled } from '../harness/grid';
import { root } from '../harness/host';
import { changeSettings, webview } from '../harness/webview';
import { contextMenu, explorerEntry } from '../harness/workbench';
import { until } from './editorSession';
import type { KnownData } from './explorerView';

/** The data of the workspace, with a name that would be markup, a formula and two cells; and such class names. */
export const DATA = '=a, <b>sample';
export const NAMES = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  '<b>Coat</b>',
  'Sandal',
  '=1+1',
  'Sneaker',
  'Bag',
  'Boot',
];
export const RUNS = ['2026-01-01_10-00-00_quick', '2026-01-02_10-00-00_quick'] as const;
const TRAINING = ['--recipe', 'recipes/quick.json', '--epochs', '3', '--engine', 'wasm'];

/** Puts the sample into a workspace, and two runs that were trained on it by the command line. */
export async function prepareEvaluation(workspace: string): Promise<void> {
  fs.cpSync(path.join(root, 'media/sample'), path.join(workspace, DATA), { recursive: true });
  fs.writeFileSync(path.join(workspace, DATA, 'classes.txt'), NAMES.join('\n') + '\n');
  await train(workspace, RUNS[0], '--seed', '1');
  await train(workspace, RUNS[1], '--seed', '2');
  changeSettings({ workspace }, { 'fashionMnist.reviewer': 'Ann', 'fashionMnist.engine': 'wasm' });
}

export async function train(workspace: string, run: string, ...more: string[]): Promise<void> {
  const out = path.join('.fashion-mnist/runs', run);
  const { code, stderr } = await runCli(['train', DATA, ...TRAINING, ...more, '--out', out], { folder: workspace });
  assert.equal(code, 0, stderr);
}

/** Gives the first 300 images of the training split another label each. */
export async function writeTrainCorrections(file: string, known: KnownData): Promise<void> {
  const { first } = known.splits.find(({ split }) => split === 'train')!;
  const corrections = Array.from({ length: 300 }, (_, index): Correction => {
    const given = known.label(first + index)!;
    const newLabel = (given + 1) % NAMES.length;
    return {
      imageId: imageId(known.image(first + index)),
      dataset: DATA,
      split: 'train',
      index,
      givenLabel: given,
      givenName: NAMES[given],
      decision: 'relabel',
      newLabel,
      newName: NAMES[newLabel],
      scoreName: '',
      score: null,
      model: '',
      reviewer: 'Ann',
      reviewedAt: '2026-11-22T10:00:00.000Z',
      note: '',
    };
  });
  await appendCorrections(file, corrections);
}

/** Evaluates the data by its context menu, with the newest run, and waits for the view and its data. */
export async function evaluate(page: Page, data = DATA): Promise<FrameLocator> {
  await contextMenu(page, explorerEntry(page, data), 'Evaluate Model');
  return await shownEvaluation(page);
}

/** The evaluation that is in view. */
export async function shownEvaluation(page: Page): Promise<FrameLocator> {
  const view = webview(page);
  await view.locator('.headline-title').waitFor({ timeout: 90_000 });
  return view;
}

export function readEvaluation(workspace: string): Evaluation {
  return JSON.parse(fs.readFileSync(path.join(workspace, 'evaluation.json'), 'utf8')) as Evaluation;
}

/** What `predictions.csv` says of each image of the test split. */
export interface Predicted {
  /** The image's number in the whole data set. */
  image: number;
  label: number;
  predicted: number;
  confidence: number;
}

/** @param first the number of the first image of the test split */
export function readPredictions(workspace: string, first: number): Predicted[] {
  const text = fs.readFileSync(path.join(workspace, 'predictions.csv'), 'utf8');
  const rows = parse(text, { columns: true }) as unknown as Record<string, string>[];
  return rows.map(({ index, label, predicted, confidence }) => ({
    image: first + Number(index),
    label: Number(label),
    predicted: Number(predicted),
    confidence: Number(confidence),
  }));
}

/** The numbers of the images that pass, the most confident first. */
export function expected(predictions: readonly Predicted[], passes: (one: Predicted) => boolean): number[] {
  const found = predictions.filter(passes).sort((a, b) => b.confidence - a.confidence || a.image - b.image);
  return found.map(({ image }) => image);
}

/** All images of the grid, in order. */
export async function shownImages(view: FrameLocator): Promise<number[]> {
  await gridSettled(view);
  return await view.locator('.grid-canvas').evaluate(() => {
    const grid = (globalThis as { fashionMnistGrid?: GridProbe }).fashionMnistGrid!;
    return Array.from({ length: grid.count() }, (_, position) => grid.item(position)!);
  });
}

/** Waits until the grid holds exactly these images, and its title says how many. */
export async function imagesAre(view: FrameLocator, title: string, images: readonly number[]): Promise<void> {
  await view.locator('.dock-title').getByText(title, { exact: true }).waitFor();
  const count = images.length.toLocaleString('en-US');
  const order = images.length > 1 ? `${count} images, most confident` : images.length === 1 ? '1 image' : '0 images';
  await view.locator('.dock-names').getByText(order).waitFor();
  if (images.length === 0) return;
  // Those of the choice before may still be there, as many perhaps.
  await until(async () => String(await shownImages(view)) === String(images)).catch(() => undefined);
  assert.deepEqual(await shownImages(view), images);
}

/** A cell of the confusion matrix. */
export function matrixCell(view: FrameLocator, actual: number, predicted: number): Locator {
  return view.locator('.matrix tbody tr').nth(actual).locator('td').nth(predicted);
}

export function rowHead(view: FrameLocator, actual: number): Locator {
  return view.locator('.matrix tbody th').nth(actual);
}

export function columnHead(view: FrameLocator, predicted: number): Locator {
  return view.locator('.matrix thead th').nth(predicted);
}
