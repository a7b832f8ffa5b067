// The dataset explorer in a real editor on the full Fashion-MNIST: first picture, scrolling, filters, memory.
// `npm run package && npm run bench:explorer-view`; FASHION_MNIST_DATA says where the real set is.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import type { FrameLocator, Page } from 'playwright-core';
import { openWorkbench, processes, root, startBrowser, startServer, type Server } from '../test/harness/host';
import type { GridProbe } from '../src/webviews/shared/gridProbe';
import { gridSettled, gridState } from '../test/harness/grid';
import { webview } from '../test/harness/webview';
import { explorerEntry, runCommand, waitForCommand } from '../test/harness/workbench';
import { REAL_SET } from './realSet';

const DATA = REAL_SET;
const TITLE = 'FashionMNIST: Open Dataset Explorer';
const TIMES = Number(process.argv[2] ?? 5);

interface BenchPage {
  fashionMnistGrid?: GridProbe;
  /** When the first screen of pictures was drawn, ms since 1970. */
  firstPictures?: number;
}

const rows: [string, string][] = [];
const report = (what: string, value: string) => {
  rows.push([what, value]);
  console.log(`${what}: ${value}`);
};

async function main(): Promise<void> {
  const server = await startServer({ install: [path.join(root, 'out/fashion-mnist.vsix')] });
  const { browser, page } = await startBrowser(server, ['--site-per-process']);
  try {
    prepare(server);
    // In each frame: notes when all pictures in view are drawn for the first time.
    await page.addInitScript(() => {
      const here = globalThis as BenchPage;
      const look = setInterval(() => {
        const grid = here.fashionMnistGrid;
        if (!grid || grid.count() === 0 || !grid.settled()) return;
        here.firstPictures = Date.now();
        clearInterval(look);
      }, 2);
    });
    await openWorkbench(page, server);
    await waitForCommand(page, TITLE);
    report('machine', `${os.cpus().length} x ${os.cpus()[0].model}, load ${os.loadavg()[0].toFixed(1)}`);
    report(
      'first pictures, cold (first webview and data process of the window)',
      `${await openAndTime(page, 'idx-gz')} ms`,
    );
    await measureScrolling(page);
    await measureFilters(page);
    measureMemory(server);
    for (const folder of ['idx', 'idx-gz']) {
      const times: number[] = [];
      for (let time = 0; time < TIMES; time++) {
        await runCommand(page, 'View: Close All Editors');
        // Another view warms the webviews up, as in a window that is in use; the data process has let go of the data.
        await openAndTime(page, 'sample');
        times.push(await openAndTime(page, folder));
      }
      report(`first pictures, warm, 70,000 images from ${folder}`, describe(times));
    }
    if (process.argv.includes('--csv')) {
      report('first pictures, CSV of 500,000 rows', `${await openAndTime(page, 'large.csv')} ms`);
      await measureScrolling(page);
      measureMemory(server);
    }
  } finally {
    await browser.close();
    await server.stop();
  }
  console.table(Object.fromEntries(rows));
}

function prepare({ workspace }: Server): void {
  fs.cpSync(path.join(root, 'media/sample'), path.join(workspace, 'sample'), { recursive: true });
  for (const folder of ['idx', 'idx-gz']) fs.mkdirSync(path.join(workspace, folder));
  for (const file of fs.readdirSync(DATA).filter((name) => name.endsWith('-ubyte.gz'))) {
    fs.copyFileSync(path.join(DATA, file), path.join(workspace, 'idx-gz', file));
    const unpacked = zlib.gunzipSync(fs.readFileSync(path.join(DATA, file)));
    fs.writeFileSync(path.join(workspace, 'idx', file.replace(/\.gz$/, '')), unpacked);
  }
}

/** From the key that runs the command of the context menu to the first screen of pictures, ms. */
async function openAndTime(page: Page, name: string): Promise<number> {
  await explorerEntry(page, name).click({ button: 'right' });
  await page.locator('.monaco-menu .action-item', { hasText: 'Open Dataset Explorer' }).hover();
  const started = Date.now();
  await page.keyboard.press('Enter');
  await page.locator('.tab.active', { hasText: name }).waitFor();
  const view = webview(page);
  await view.getByRole('heading', { name, exact: true }).waitFor();
  await view.locator('.grid-canvas').waitFor({ timeout: 300_000 });
  await gridSettled(view);
  const at = await view.locator('body').evaluate(() => (globalThis as BenchPage).firstPictures);
  return at! - started;
}

/** The longest time that a place in view stays without its picture, from top to end at three speeds. */
async function measureScrolling(page: Page): Promise<void> {
  const view = webview(page);
  for (const [how, seconds] of [
    ['steadily in 60 s', 60],
    ['steadily in 20 s', 20],
    ['steadily in 5 s', 5],
  ] as const) {
    await toStart(view);
    const frames = await view.getByRole('grid', { name: 'Images' }).evaluate(async (element, seconds) => {
      const scrolled = element as unknown as { scrollTop: number; scrollHeight: number; clientHeight: number };
      const { requestAnimationFrame } = globalThis as unknown as {
        requestAnimationFrame: (next: (time: number) => void) => void;
      };
      const range = scrolled.scrollHeight - scrolled.clientHeight;
      const began = performance.now();
      let frames = 0;
      for (let share = 0; share < 1; frames++) {
        await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        share = Math.min(1, (performance.now() - began) / (1000 * seconds));
        scrolled.scrollTop = share * range;
      }
      return frames;
    }, seconds);
    await gridSettled(view);
    const { longestBlank, longestPaint, count } = await gridState(view);
    const told = `longest blank ${longestBlank.toFixed(0)} ms, longest drawing ${longestPaint.toFixed(1)} ms`;
    report(`scrolling ${count} images ${how}`, `${told}, ${(frames / seconds).toFixed(0)} frames/s`);
  }
  await toStart(view);
  for (let turn = 0; turn < 60; turn++) await page.mouse.wheel(0, 600);
  await gridSettled(view);
  report('wheel, 60 turns of 600 px', `longest blank ${(await gridState(view)).longestBlank.toFixed(0)} ms`);
}

async function toStart(view: FrameLocator): Promise<void> {
  await view.getByRole('grid', { name: 'Images' }).evaluate((element) => {
    (element as unknown as { scrollTop: number }).scrollTop = 0;
  });
  await gridSettled(view);
  const box = (await view.getByRole('grid', { name: 'Images' }).boundingBox())!;
  await view
    .owner()
    .page()
    .mouse.move(box.x + 100, box.y + 100);
  await view.locator('body').evaluate(() => (globalThis as BenchPage).fashionMnistGrid!.reset());
}

/** From a click on a class to the grid with its images drawn. */
async function measureFilters(page: Page): Promise<void> {
  const view = webview(page);
  await view.getByRole('button', { name: /^Shirt, train: / }).waitFor();
  const times = await view.locator('.class-bars').evaluate(async (bars) => {
    const buttons = (
      bars as unknown as { querySelectorAll: (of: string) => ArrayLike<{ click: () => void }> }
    ).querySelectorAll('button.class-name');
    const grid = (globalThis as BenchPage).fashionMnistGrid!;
    const times: number[] = [];
    for (let at = 0; at < buttons.length; at++) {
      // Each is chosen, then taken away again.
      for (let turn = 0; turn < 2; turn++) {
        const before = grid.count();
        const began = performance.now();
        buttons[at].click();
        while (grid.count() === before || !grid.settled()) await new Promise((resolve) => setTimeout(resolve, 1));
        times.push(performance.now() - began);
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    }
    return times;
  });
  report('filter: click to drawn', describe(times));
}

function describe(times: number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const text = (value: number) => value.toFixed(0);
  return `median ${text(sorted[sorted.length >> 1])} ms, ${text(sorted[0])} to ${text(sorted.at(-1)!)} ms (${times.length})`;
}

function measureMemory(server: Server): void {
  const [data] = processes(server, 'data.cjs');
  report(
    'data process',
    `${megabytes(data.pid, 'status', 'VmRSS')} MB resident, at most ${megabytes(data.pid, 'status', 'VmHWM')} MB`,
  );
  // Webviews have an origin, and with `--site-per-process` a renderer, of their own; the workbench's is the largest.
  const renderers = renderersOf(server)
    .map((pid) => {
      const own = megabytes(pid, 'smaps_rollup', 'Private_Dirty') + megabytes(pid, 'smaps_rollup', 'Private_Clean');
      return { own, text: `${own} MB of its own, ${megabytes(pid, 'status', 'VmRSS')} MB resident` };
    })
    .sort((a, b) => b.own - a.own);
  report('renderers (workbench, webviews)', renderers.map(({ text }) => text).join('; '));
}

/** Renderer processes of the browser: they overwrite their environment, so it is their parents that tell whose they are. */
function renderersOf(server: Server): number[] {
  const ours = new Set(processes(server).map(({ pid }) => pid));
  const read = (pid: number, file: string) => {
    try {
      return fs.readFileSync(`/proc/${pid}/${file}`, 'utf8');
    } catch {
      return ''; // It ended just now.
    }
  };
  const isOurs = (pid: number): boolean => {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(read(pid, 'status'))?.[1] ?? 0);
    return ours.has(pid) || (parent > 1 && isOurs(parent));
  };
  const pids = fs.readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => read(pid, 'cmdline').includes('--type=renderer') && isOurs(pid));
}

function megabytes(pid: number, file: string, name: string): number {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(fs.readFileSync(`/proc/${pid}/${file}`, 'utf8'));
  return Math.round(Number(match?.[1] ?? 0) / 1024);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
