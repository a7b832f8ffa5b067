// Training as a person does it, for the UI tests.
import fs from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { webview } from '../harness/webview';
import { pick, quickRow, runCommand } from '../harness/workbench';
import { until, type EditorSession } from './editorSession';

export const SAMPLE = 'The sample that comes with the extension';

/** Answers the question for the recipe with a file of the workspace's folder `recipes`, through the file dialog. */
export async function pickRecipeFile(page: Page, name: string): Promise<void> {
  await pick(page, 'Which recipe?', 'Browse for a recipe file...');
  // By clicks: the dialog writes into its input while it opens, and would mix that with what one types.
  await page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).waitFor();
  await quickRow(page, 'recipes').click();
  await quickRow(page, name).click();
}

/** Asks `FashionMNIST: Train` for the sample and a recipe of the workspace; Start has the focus then. */
export async function fillForm(page: Page, recipe: string): Promise<void> {
  await runCommand(page, 'FashionMNIST: Train');
  await pick(page, 'Which data?', SAMPLE);
  await pickRecipeFile(page, recipe);
  await focused(button(webview(page), 'Start'));
}

/** Starts a training on the sample from the palette: one key, once the form is filled in. */
export async function startTraining(page: Page, recipe: string): Promise<Locator> {
  await fillForm(page, recipe);
  return await newJob(page, () => page.keyboard.press('Enter'));
}

/** Does what starts a job, and waits until the view shows it: the last one was another before. */
export async function newJob(page: Page, start: () => Promise<void>): Promise<Locator> {
  const before = await jobs(page).count();
  await start();
  const job = jobs(page).nth(before);
  await job.waitFor();
  return job;
}

/** Starts a training on the sample that takes minutes, and waits until its first epochs are done. */
export async function startLongTraining(session: EditorSession): Promise<Locator> {
  const job = await startTraining(session.page, 'long.json');
  await epochs(job, 3);
  return job;
}

/** The jobs that the training view shows, the oldest first. */
export function jobs(page: Page): Locator {
  return webview(page).locator('article.job');
}

/** Waits until a job is in a state. */
export async function state(job: Locator, is: string, timeout = 90_000): Promise<void> {
  await job.and(job.page().locator('*')).waitFor();
  await job.locator('.job-state', { hasText: new RegExp(`^${is}$`) }).waitFor({ timeout });
}

/** A button of the view by its whole name. */
export function button(within: FrameLocator | Locator, name: string | RegExp): Locator {
  return within.getByRole('button', { name, exact: true });
}

/** Waits until an element of the view has the focus of the keyboard. */
export async function focused(target: Locator): Promise<void> {
  await target.waitFor();
  await until(() =>
    target.evaluate((element) => {
      const { ownerDocument: page } = element as unknown as { ownerDocument: { hasFocus(): boolean } };
      return (
        page.hasFocus() && (element as unknown as { matches(of: string): boolean }).matches(':focus, :focus-within')
      );
    }),
  );
}

/** The figures that a chart of a job, or of a comparison, shows: a row for each x, as its table has them. */
export async function chartRows(within: Locator, title: string): Promise<string[][]> {
  const chart = within
    .locator('figure.chart', { has: within.page().locator('*') })
    .filter({ hasText: title })
    .first();
  return await chart
    .locator('.chart-table tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...(row as unknown as { cells: { textContent: string }[] }).cells].map((cell) => cell.textContent),
      ),
    );
}

/** Waits until a job's curves have so many epochs: the table of each is brought up to date by itself. */
export async function epochs(job: Locator, count: number, limit = 90_000): Promise<void> {
  for (const title of ['Accuracy', 'Loss']) {
    await until(async () => (await chartRows(job, title)).length >= count, limit);
  }
}

/** The process that trains the unfinished run: its lock names it. */
export function enginePid(session: EditorSession): number {
  const run = session.runFolders().find((name) => name.endsWith('.partial'))!;
  const folder = session.inWorkspace('.fashion-mnist/runs', run);
  const lock = fs.readdirSync(folder).find((name) => /^lock-\d+\.json$/.test(name))!;
  return (JSON.parse(fs.readFileSync(path.join(folder, lock), 'utf8')) as { pid: number }).pid;
}

/** The columns of a run's `history.csv` that the clock does not decide, a line an epoch. */
export function history(session: EditorSession, run: string): string[] {
  const text = fs.readFileSync(session.inWorkspace('.fashion-mnist/runs', run, 'history.csv'), 'utf8');
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').slice(0, 6).join());
}
