import type { Page } from 'playwright-core';
import { processes } from '../harness/host';
import { watchProblems } from '../harness/problems';
import { webview } from '../harness/webview';
import { contextMenu, explorerEntry, runCommand, tab } from '../harness/workbench';
import { shownExplorer } from '../ui/explorerView';
import { DATA } from '../ui/reviewView';
import { EVERY_DATA_CALL, EVERY_VIEW_CALL } from './calls';
import type { Campaign } from './campaign';
import { beginReview, withEditor, type Editor } from './editor';
import { malformed } from './malformed';
import { memoryOf } from './processes';

/** What an answer may take, ms. */
const PATIENCE = 5000;
/** Messages that are sent at once. */
const BATCH = 25;
const MOST_MEMORY = 1e9;

/** Messages that no view of ours sends, out of the views to the extension host: each is answered or passed over. */
export const malformedViews: Campaign = {
  title: 'malformed messages of the views to the extension host',
  times: 1000,
  async run(context) {
    const { times, random, tried, note } = context;
    await withEditor(
      context,
      async (editor) => {
        const { page, server } = editor;
        const problems = watchProblems(page, server);
        const [host] = processes(server, '--type=extensionHost');
        const methods = [...EVERY_VIEW_CALL, ...EVERY_DATA_CALL];
        let answered = 0;
        for (const open of [openExplorer, openTraining, openEvaluation, openReview]) {
          await open(editor);
          for (let sent = 0; sent < times / 4; sent += BATCH) {
            const messages = Array.from({ length: BATCH }, (_, at) => malformed(1e6 + sent + at, methods, random));
            // What Playwright hands over to the page is JSON, or nearly so.
            const plain = messages.map((message) => JSON.stringify(message) as string | undefined).filter(isText);
            const late = await send(page, plain);
            answered += plain.length - late.length;
            const isAlive = processes(server, '--type=extensionHost').some(({ pid }) => pid === host.pid);
            for (const text of plain) {
              const isLate = late.includes(text) ? `${open.name}, no answer: ${text.slice(0, 300)}` : null;
              tried(isAlive ? isLate : 'the extension host ended');
            }
            if (!isAlive) return;
          }
          // Dialogs and questions that a message may have opened.
          for (let times = 0; times < 3; times++) await page.keyboard.press('Escape');
          await runCommand(page, 'View: Close All Editors');
        }
        // After all that a view works as ever.
        await openExplorer(editor);
        for (const problem of problems.take()) tried(problem);
        const memory = memoryOf(host.pid);
        if (memory > MOST_MEMORY) tried(`the extension host holds ${memory} bytes`);
        note(`${answered} were answered or passed over in time; then the host holds ${(memory / 1e6).toFixed(0)} MB`);
      },
      watchPosts,
    );
  },
};

const isText = (text: string | undefined): text is string => text !== undefined;

/** The name under which VS Code hands what a view posts to the frame around it. */
const POST = '__vscode_post_message__';

/** Learns the names of the sessions of views, as their own messages tell them. */
async function watchPosts(page: Page): Promise<void> {
  // As text: a function that is passed on would bring names of the compiler along.
  await page.addInitScript(`{
    let post;
    Object.defineProperty(globalThis, '${POST}', {
      set: (made) => (post = made),
      get: () => (channel, data) => {
        globalThis.viewSession = data?.message?.session ?? globalThis.viewSession;
        post(channel, data);
      },
    });
  }`);
}

/** Posts messages as the view in sight would. @returns the calls that were not answered in time */
async function send(page: Page, messages: readonly string[]): Promise<string[]> {
  const outer = page.locator('iframe.webview.ready').filter({ visible: true }).first().contentFrame();
  return await outer.locator('#active-frame').evaluate(
    async (frame, { texts, patience, name }) => {
      interface Inner {
        addEventListener(type: 'message', heard: (event: { data: unknown }) => void, options: object): void;
      }
      const waiting = new Map<number, string>();
      const ended = new AbortController();
      // No function with a name of its own: it would not run in the page.
      (frame as unknown as { contentWindow: Inner }).contentWindow.addEventListener(
        'message',
        ({ data }) => {
          const { message } = data as { message?: { reply?: number } };
          if (message?.reply !== undefined) waiting.delete(message.reply);
        },
        { signal: ended.signal },
      );
      const outerPage = globalThis as unknown as Record<string, (channel: string, data: object) => void>;
      const session = (globalThis as { viewSession?: string }).viewSession!;
      for (const text of texts) {
        const message = JSON.parse(text) as { request?: unknown; method?: unknown } | null;
        const id = message?.request;
        if (typeof id === 'number' && id >= 1e6 && typeof message?.method === 'string') waiting.set(id, text);
        outerPage[name]('onmessage', { message: { session, message } });
      }
      for (const end = Date.now() + patience; waiting.size && Date.now() < end;) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      ended.abort();
      return [...waiting.values()];
    },
    { texts: messages, patience: PATIENCE, name: POST },
  );
}

async function openExplorer({ page }: Editor): Promise<void> {
  await contextMenu(page, explorerEntry(page, DATA), 'Open Dataset Explorer');
  await shownExplorer(page);
}

async function openTraining({ page }: Editor): Promise<void> {
  await runCommand(page, 'FashionMNIST: Open Training View');
  await webview(page).getByRole('button', { name: 'Start', exact: true }).waitFor();
}

async function openEvaluation({ page }: Editor): Promise<void> {
  await contextMenu(page, explorerEntry(page, DATA), 'Evaluate Model');
  await tab(page, 'Evaluation').waitFor();
  await webview(page).locator('table').first().waitFor({ timeout: 60_000 });
}

async function openReview(editor: Editor): Promise<void> {
  await beginReview(editor, 50);
}
