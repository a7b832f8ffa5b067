// The first run of a stranger: no folder is open, nothing is there but what the extension brings.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { openEmptyWorkbench } from '../harness/host';
import { webview } from '../harness/webview';
import { reloading, runCommand, tab, toast } from '../harness/workbench';
import { EditorSession } from './editorSession';
import { countShows } from './explorerView';
import { button, focused } from './training';

const TITLE = 'Get Started with FashionMNIST';

describe('the walkthrough', function () {
  this.timeout(300_000);
  const session = new EditorSession();
  session.hooks();

  /** Opens a step of the walkthrough. @returns its button */
  async function step(page: Page, title: string, buttonName: string): Promise<Locator> {
    await tab(page, /^(Welcome|Walkthrough)/).click();
    // VS Code may show all walkthroughs when one comes back to the tab. Of its two pages, only the buttons of the one
    // that shows can be pressed.
    const mine = page.locator('button.getting-started-category:enabled', { hasText: TITLE });
    const part = page.locator('button.getting-started-step:enabled', { hasText: title });
    await mine.or(part).first().waitFor();
    if (await mine.isVisible()) await mine.click();
    if (!(await part.getAttribute('class'))!.includes('expanded')) await part.click();
    return part.getByRole('button', { name: buttonName });
  }

  session.step('the sample opens without a folder, and a folder is made where one is needed', async () => {
    const { page, server } = session;
    await openEmptyWorkbench(page, server);
    await runCommand(page, 'FashionMNIST: Try the Sample');
    await countShows(webview(page), '3,000 images');
    await session.screenshot('first-pictures');
    await runCommand(page, 'FashionMNIST: Train');
    const message = toast(page, 'none is open. Open one, or let a folder "fashion-mnist" be made');
    await reloading(page, () => message.getByRole('button', { name: 'Make a Folder' }).click());
    await page.locator('h2', { hasText: TITLE }).waitFor();
    assert.deepEqual(fs.readdirSync(path.join(server.folder, 'fashion-mnist')), ['.fashion-mnist']);
    await session.screenshot('walkthrough');

    await (await step(page, 'Look at the sample', 'Try the Sample')).click();
    await countShows(webview(page), '3,000 images');
    await (await step(page, 'Train for a minute', 'Train on the Sample')).click();
    await focused(button(webview(page), 'Start'));
    await page.keyboard.press('Enter');
    await toast(page, /Trained: \d+\.\d% of the 200 held-out images are recognised/).waitFor({ timeout: 120_000 });
    await (await step(page, 'Evaluate it', 'Evaluate on the Sample')).click();
    await tab(page, 'output.txt').waitFor({ timeout: 90_000 });
    await (await step(page, 'Review ten', 'Review the Sample')).click();
    await webview(page).getByText('of 10').first().waitFor();
    await session.screenshot('walkthrough-review');
    await step(page, 'Review ten', 'Review the Sample');
    await session.screenshot('walkthrough-done');
    assert.equal(await page.locator('.getting-started-step .complete').count(), 4);
  });
});
