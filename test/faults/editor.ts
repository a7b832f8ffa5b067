// The real editor for campaigns: the packed extension on a workspace with the sample and a trained run.
import path from 'node:path';
import type { Page } from 'playwright-core';
import { isHostInstalled, openWorkbench, startBrowser, startServer, type Server } from '../harness/host';
import { contextMenu, explorerEntry, waitForCommand } from '../harness/workbench';
import { answerReview, DATA, newestReview, prepareReview } from '../ui/reviewView';
import type { CampaignContext } from './campaign';
import { root } from './processes';

export interface Editor {
  server: Server;
  page: Page;
}

/**
 * Opens the editor, runs with it, and closes it; where there is none, the campaign is skipped.
 * @param prepare the page, before anything is opened in it
 */
export async function withEditor(
  { skip }: CampaignContext,
  run: (editor: Editor) => Promise<void>,
  prepare: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const vsix = path.join(root, 'out/fashion-mnist.vsix');
  if (!isHostInstalled()) {
    skip('the editor host is not installed (`npm run setup:editor`)');
    return;
  }
  const server = await startServer({ install: [vsix] });
  try {
    await prepareReview(server.workspace);
    const { browser, page } = await startBrowser(server);
    try {
      await prepare(page);
      await openWorkbench(page, server);
      await waitForCommand(page, 'FashionMNIST: Train');
      await run({ server, page });
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

/** Begins a review of so many unsure predictions; resolves when its first picture shows. */
export async function beginReview({ server, page }: Editor, count: number): Promise<void> {
  await contextMenu(page, explorerEntry(page, DATA), 'Review Uncertain Predictions');
  await answerReview(page, 'Unsure predictions: margin', String(count));
  const { queue } = newestReview({ inWorkspace: (...parts) => path.join(server.workspace, ...parts) });
  if (queue.images.length !== count) throw new Error(`${queue.images.length} images instead of ${count}`);
}
