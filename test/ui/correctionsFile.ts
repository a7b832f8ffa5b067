// A small data set with hostile names, and the corrections file that comes of relabelling it, for the UI tests.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { readCorrections } from '../../src/engine/corrections/readCorrections';
import type { PlacedCorrection } from '../../src/shared/contracts/corrections';
import { gridState } from '../harness/grid';
import { imageMaker, writeIdx } from '../harness/largeSets';
import { hasKeyboard } from '../harness/webview';
import { until } from './editorSession';

/** The folder of the data in the workspace. */
export const ODD_DATA = 'odd, "data" [x]';

/** One for each class, without what a name of a class may not hold. */
export const ODD_NAMES = [
  '<img src=x onerror=alert(1)>',
  `=cmd|'/c calc'!A0`,
  '../../etc/passwd',
  'comma, "quoted"; semicolon',
  'W'.repeat(100),
  '👗🧥👟',
  'שמלת ערב',
  '$(alert) [link](command:fashionMnist.train)',
  '__proto__',
  '-2+3',
];

export const REVIEWER = '=HYPERLINK("x") Ada, "the" Reviewer';

/** 200 and 50 images, no two of them the same. */
export async function addOddData(workspace: string): Promise<void> {
  const folder = path.join(workspace, ODD_DATA);
  const make = await imageMaker();
  writeIdx(folder, 'train', make, 0, 200);
  writeIdx(folder, 't10k', make, 200, 50);
  fs.writeFileSync(path.join(folder, 'classes.txt'), `${ODD_NAMES.join('\n')}\n`);
}

/** Makes the workspace a repository; who reviews is known by its configuration. */
export function addRepository(workspace: string): void {
  git(workspace, 'init', '--quiet', '--initial-branch', 'main');
  git(workspace, 'config', 'user.name', REVIEWER);
  git(workspace, 'config', 'user.email', 'ada@example.org');
}

export function git(workspace: string, ...args: string[]): string {
  return execFileSync('git', ['-C', workspace, ...args], { encoding: 'utf8' });
}

/** The lines of the corrections file, as the engine reads them. */
export async function readLines(workspace: string): Promise<PlacedCorrection[]> {
  return (await readCorrections(path.join(workspace, 'corrections.csv'), { mayBeMissing: true })).corrections;
}

/** Waits until the file has so many lines. */
export async function linesBecome(workspace: string, count: number): Promise<PlacedCorrection[]> {
  await until(async () => (await readLines(workspace)).length >= count);
  return await readLines(workspace);
}

/** Puts the keyboard on the image at a position of the grid. */
export async function goTo(page: Page, view: FrameLocator, position: number): Promise<void> {
  await view.getByRole('grid', { name: 'Images' }).focus();
  await hasKeyboard(view);
  await page.keyboard.press('Control+Home');
  for (let step = 0; step < position; step++) await page.keyboard.press('ArrowRight');
}

/** Relabels the selected images, or the active one, by the keyboard. @param key of the list that opens */
export async function relabelByKey(page: Page, view: FrameLocator, key: string): Promise<void> {
  await page.keyboard.press('r');
  await view.getByRole('listbox', { name: /^Relabel/ }).waitFor();
  await page.keyboard.press(key);
  await view.getByRole('listbox', { name: /^Relabel/ }).waitFor({ state: 'hidden' });
}

/** Where the middle of a picture is in the grid's canvas. */
export async function middleOf(view: FrameLocator, position: number): Promise<{ x: number; y: number }> {
  const { columns } = await gridState(view);
  const CELL = 64;
  return { x: (position % columns) * CELL + CELL / 2, y: Math.floor(position / columns) * CELL + 30 };
}

/** The line that says what was decided, or why it was not saved. */
export function notice(view: FrameLocator) {
  return view.locator('.relabel-notice');
}
