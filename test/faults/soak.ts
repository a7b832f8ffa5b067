import fs from 'node:fs';
import path from 'node:path';
import type { CDPSession } from 'playwright-core';
import { RECIPES } from '../../src/engine/model/recipe';
import { gridSettled } from '../harness/grid';
import { processes, type Server } from '../harness/host';
import { hasKeyboard, webview } from '../harness/webview';
import { contextMenu, explorerEntry, tab } from '../harness/workbench';
import { until } from '../harness/until';
import { shownExplorer } from '../ui/explorerView';
import { DATA, ready, shownReview } from '../ui/reviewView';
import { startTraining } from '../ui/training';
import type { Campaign } from './campaign';
import { beginReview, withEditor, type Editor } from './editor';
import { memoryOf } from './processes';

/** Actions in one view before the other is shown, and with them one measurement. */
const BLOCK = 50;
/** Of the blocks, before the first measurement that counts: so long V8 takes to find how large its heaps are to be. */
const WARM_UP = 0.4;
/** Measurements at each end, of which the median counts; with fewer after the warm-up growth is not judged. */
const SAMPLES = 5;
/** By so much may anything have grown at the end. */
const MOST_GROWTH = 0.1;

/** One person explores, filters and reviews for long while a training runs beside it: nothing grows. */
export const soak: Campaign = {
  title: 'explore, filter and review in the editor beside a training',
  times: 1000,
  async run(context) {
    const { times, random, tried, note } = context;
    await withEditor(context, async (editor) => {
      const { page, server } = editor;
      writeEndlessRecipe(server);
      await startTraining(page, 'endless.json');
      const blocks = Math.ceil(times / BLOCK);
      const warm = Math.round(WARM_UP * blocks);
      await contextMenu(page, explorerEntry(page, DATA), 'Open Dataset Explorer');
      await shownExplorer(page);
      await beginReview(editor, 2000);
      const devtools = await page.context().newCDPSession(page);
      await devtools.send('Performance.enable');
      const taken: Measures[] = [];
      for (let block = 0; block < blocks; block++) {
        await tab(page, block % 2 ? /^Review/ : DATA)
          .first()
          .click();
        const view = block % 2 ? await shownReview(page) : await shownExplorer(page);
        for (let action = 0; action < BLOCK; action++) {
          await (block % 2 ? decide(editor) : explore(editor, random.below(6)));
          tried(null);
        }
        if (block % 2) await ready(view);
        else await gridSettled(view);
        taken.push(await measure(server, devtools));
      }
      if (blocks - warm < 2 * SAMPLES) {
        note('too few actions to tell whether anything grows');
        return;
      }
      for (const name of Object.keys(taken[0])) {
        const at = (samples: Measures[]) => median(samples.map((sample) => sample[name]));
        const [first, last] = [at(taken.slice(warm, warm + SAMPLES)), at(taken.slice(-SAMPLES))];
        note(`${name}: ${text(first)} after the warm-up, ${text(last)} at the end`);
        const spare = name === 'processes' ? 1 : 0; // that for questions comes and goes
        tried(
          last <= first * (1 + MOST_GROWTH) + spare
            ? null
            : `${name} grew by ${(100 * (last / first - 1)).toFixed(0)}%`,
        );
      }
    });
  },
};

/** A recipe that trains longer than any campaign takes. */
function writeEndlessRecipe({ workspace }: Server): void {
  const { standard } = RECIPES;
  const recipe = { ...standard, name: 'endless', training: { ...standard.training, epochs: 1000 } };
  fs.writeFileSync(path.join(workspace, 'recipes/endless.json'), JSON.stringify(recipe));
}

/** Filters by a class, scrolls, looks at an image, closes it, or takes the filter back. */
async function explore({ page }: Editor, what: number): Promise<void> {
  const view = webview(page);
  const grid = view.getByRole('grid', { name: 'Images' });
  if (what < 2)
    await view
      .getByRole('button', { name: /, train: [\d,]+ of [\d,]+ shown$/ })
      .nth(5 * what + 1)
      .click();
  else if (what === 2)
    await view
      .getByRole('button', { name: 'Undo filter change' })
      .click()
      .catch(() => undefined);
  else await grid.press(['PageDown', 'Home', 'ArrowRight'][what - 3]);
  // Mostly the next comes before all is drawn.
  if (what === 5) await gridSettled(view);
}

async function decide({ page }: Editor): Promise<void> {
  const view = webview(page);
  const before = await ready(view);
  await hasKeyboard(view);
  await page.keyboard.press('u');
  await until(async () => (await ready(view))?.position !== before?.position);
}

type Measures = Record<string, number>;

/** Bytes resident and open files of each process, how many processes there are, and what the page holds. */
async function measure(server: Server, devtools: CDPSession): Promise<Measures> {
  const found: Measures = { processes: processes(server).length };
  for (const [name, script] of [
    ['extension host', '--type=extensionHost'],
    ['data process', 'data.cjs'],
    ['training process', 'engine.cjs'],
  ]) {
    const all = processes(server, script);
    // More than one engine process may be there for a moment: the one that trains is the largest.
    const sizes = all.map(({ pid }) => ({ pid, memory: memoryOf(pid) })).sort((a, b) => b.memory - a.memory);
    if (!sizes.length) throw new Error(`the ${name} is gone`);
    found[`${name}, bytes`] = sizes[0].memory;
    found[`${name}, open files`] = fs.readdirSync(`/proc/${sizes[0].pid}/fd`).length;
  }
  await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((one) => one.name === name)!.value;
  found['window, heap bytes'] = metric('JSHeapUsedSize');
  found['window, DOM nodes'] = metric('Nodes');
  found['window, listeners'] = metric('JSEventListeners');
  return found;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

const text = (value: number) => (value > 1e6 ? `${(value / 1e6).toFixed(0)} MB` : String(value));
