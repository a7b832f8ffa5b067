// The dataset explorer as a person uses it, for the UI tests.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { readData } from '../../src/engine/data/readData';
import type { DataLocation } from '../../src/shared/contracts/jobs';
import { IMAGE_BYTES } from '../../src/shared/classes';
import { differences, gridSettled, gridState, seenThumbnails } from '../harness/grid';
import { root } from '../harness/host';
import { contextMenu, explorerEntry } from '../harness/workbench';
import { webview } from '../harness/webview';
import { until } from './editorSession';

/** What the engine's own reader finds in a data set, by the explorer's image numbers. */
export interface KnownData {
  count: number;
  image: (number: number) => Uint8Array;
  label: (number: number) => number | null;
  classNames: readonly string[];
  splits: { split: string; first: number; count: number }[];
}

export async function readKnown(location: DataLocation): Promise<KnownData> {
  const { splits, classNames } = await readData(location);
  let count = 0;
  const placed = splits.map((split) => {
    const first = count;
    count += split.count;
    return { first, data: split };
  });
  const find = (number: number) => {
    const { first, data } = placed.filter(({ first }) => number >= first).at(-1)!;
    return { data, index: number - first };
  };
  return {
    count,
    classNames,
    splits: placed.map(({ first, data }) => ({ split: data.split, first, count: data.count })),
    image(number) {
      const { data, index } = find(number);
      return data.pixels.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES);
    },
    label(number) {
      const { data, index } = find(number);
      return data.labels ? data.labels[index] : null;
    },
  };
}

/** Puts the sample that comes with the extension into a workspace, as `sample`. */
export function addSample(workspace: string): void {
  fs.cpSync(path.join(root, 'media/sample'), path.join(workspace, 'sample'), { recursive: true });
}

/** Opens a file or folder of the Explorer in the dataset explorer, and waits for its pictures. */
export async function openExplorer(page: Page, name: string, limit = 30_000): Promise<FrameLocator> {
  await contextMenu(page, explorerEntry(page, name), 'Open Dataset Explorer');
  return await shownExplorer(page, 0, limit);
}

/** The explorer that is in view, when it has drawn its pictures. */
export async function shownExplorer(page: Page, nth = 0, limit = 30_000): Promise<FrameLocator> {
  const view = webview(page, nth);
  await view.locator('.grid-canvas').waitFor({ timeout: limit });
  // The data is there before the answer which of its images are shown.
  await until(async () => (await gridState(view)).count > 0, limit);
  await gridSettled(view);
  return view;
}

/** How many images are shown, as the view says it. */
export function shownCount(view: FrameLocator): Locator {
  return view.locator('.shown-count');
}

/** Waits until the view says how many images are shown, the grid has so many, and all in view are drawn. */
export async function countShows(view: FrameLocator, text: string): Promise<void> {
  await shownCount(view).getByText(text, { exact: true }).waitFor();
  // It says how many the data has as long as no answer is there.
  const count = Number(/^[\d,]+/.exec(text)![0].replaceAll(',', ''));
  await until(async () => (await gridState(view)).count === count);
  await gridSettled(view);
}

export function searchField(view: FrameLocator): Locator {
  return view.locator('.search input');
}

/** The name of a class beside its bars. */
export function classButton(view: FrameLocator, name: string): Locator {
  return view.locator('.class-bars').getByRole('button', { name, exact: true });
}

export function chip(view: FrameLocator, text: string | RegExp): Locator {
  return view.locator('.chips button', { hasText: text });
}

/** Compares all thumbnails in view with the data, pixel by pixel. @returns the numbers of the images, in order */
export async function thumbnailsAreRight(view: FrameLocator, known: Pick<KnownData, 'image'>): Promise<number[]> {
  const seen = await seenThumbnails(view);
  assert.ok(seen.length > 0, 'no thumbnail is wholly in view');
  assert.deepEqual(differences(seen, known.image), []);
  return seen.map(({ item }) => item);
}

/** Waits until the first image in view is this one. */
export async function firstShows(view: FrameLocator, image: number): Promise<void> {
  await until(async () => (await gridState(view)).items[0] === image);
}
