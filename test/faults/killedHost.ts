import { setTimeout as wait } from 'node:timers/promises';
import { processes } from '../harness/host';
import { until } from '../harness/until';
import { hasKeyboard, webview } from '../harness/webview';
import { reloading, toast } from '../harness/workbench';
import { corrections, ready, shownReview, type Shown } from '../ui/reviewView';
import { between, type Campaign } from './campaign';
import { beginReview, withEditor, type Editor } from './editor';

/** The extension host is killed while somebody reviews by keys: what was followed by the next picture is in the file, once. */
export const killedHost: Campaign = {
  title: 'kill -9 of the extension host while somebody reviews by keys',
  times: 8,
  async run(context) {
    const { times, random, tried, note } = context;
    await withEditor(context, async (editor) => {
      await beginReview(editor, 1000);
      const { page, server } = editor;
      /** Images that were decided about: the next one was shown. */
      const decided: string[] = [];
      for (let kills = 0; kills < times; kills++) {
        // That of the window before the reload ends a few seconds later.
        await until(() => processes(server, '--type=extensionHost').length === 1);
        const [host] = processes(server, '--type=extensionHost');
        let isKilled = false as boolean;
        const killing = wait(between(random, 100, 1500)).then(() => {
          process.kill(host.pid, 'SIGKILL');
          isKilled = true;
        });
        while (!isKilled) await decide(editor, random.below(3), decided, () => isKilled);
        await killing;
        const reload = toast(page, 'The views of FashionMNIST lost touch with the extension');
        await reload.waitFor({ timeout: 90_000 });
        await reloading(page, () => reload.getByRole('button', { name: 'Reload Window' }).click());
        const shown = await ready(await shownReview(page));
        tried(await wrong(editor, decided, shown));
      }
      note(`${decided.length} decisions were made`);
      if (!decided.length) tried('no decision was made');
    });
  },
};

/** Presses a key, and counts the decision when the next picture shows; not when the host died before. */
async function decide({ page }: Editor, which: number, decided: string[], isKilled: () => boolean): Promise<void> {
  const view = webview(page);
  const before = await Promise.race([ready(view), until(isKilled).then(() => null)]);
  if (isKilled() || !before) return;
  await hasKeyboard(view);
  await page.keyboard.press(['Enter', 'u', '3'][which]);
  let position = before.position;
  await until(async () => {
    const state = await view.locator('body').evaluate(() => {
      const probe = (globalThis as { fashionMnistReview?: { isReady(): boolean; current(): unknown } })
        .fashionMnistReview;
      return probe?.isReady() ? probe.current() : undefined;
    });
    if (state) position = (state as NonNullable<Shown>).position;
    return position !== before.position || isKilled();
  });
  if (position !== before.position) decided.push(before.imageId);
}

async function wrong({ server }: Editor, decided: readonly string[], shown: Shown): Promise<string | null> {
  const counts = new Map<string, number>();
  for (const { imageId } of await corrections(server)) counts.set(imageId, (counts.get(imageId) ?? 0) + 1);
  const missing = decided.find((imageId) => counts.get(imageId) !== 1);
  if (missing !== undefined) return `${missing} is ${counts.get(missing) ?? 0} times in the file`;
  if ([...counts.values()].some((count) => count > 1)) return 'a decision is twice in the file';
  return shown && counts.has(shown.imageId) ? `${shown.imageId} is asked for again though it is in the file` : null;
}
