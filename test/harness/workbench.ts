// What a person does in the workbench, for Playwright.
import type { Locator, Page, Request } from 'playwright-core';

const quickInput = (page: Page) => page.locator('.quick-input-widget input[type=text]');

/** The whole label: "Train" must not choose "Resume Training", which may stand above it as recently used. */
export function quickRow(page: Page, label: string | RegExp): Locator {
  const row = page.locator('.quick-input-list .monaco-list-row');
  return row.filter({ has: page.locator('.label-name', { hasText: wholeText(label) }) }).first();
}

function wholeText(text: string | RegExp): RegExp {
  return typeof text === 'string' ? new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`) : text;
}

/** Waits until the workbench shows its folder and knows a command of the extension. */
export async function waitForCommand(page: Page, title: string): Promise<void> {
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
  await findCommand(page, title);
  await page.keyboard.press('Escape');
}

/** Runs a command by its title through the command palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const reloads: Request[] = [];
  const asked = (request: Request) => {
    const [to, from] = [request.url(), page.url()].map((url) => new URL(url).pathname);
    if (request.isNavigationRequest() && to === from) reloads.push(request);
  };
  page.on('request', asked);
  try {
    for (let tries = 5; ; tries--) {
      const row = await findCommand(page, title);
      try {
        await row.click({ timeout: 5000 });
        return;
      } catch (error) {
        // The click waits for a window that reloads; a second one would reload it once more.
        if (reloads.length > 0) return;
        // A view that was just asked for may take the keyboard now, which closes the palette: so open it anew. On a busy
        // machine the click may also have found no quiet moment.
        if (tries === 0) throw error;
      }
    }
  } finally {
    page.off('request', asked);
  }
}

/**
 * Does what reloads the window, and waits for the new one: the old one stays on the screen and in use for a while, and
 * would answer and take the keys that are meant for the new one.
 */
export async function reloading(page: Page, act: () => Promise<void>): Promise<void> {
  await Promise.all([page.waitForEvent('domcontentloaded', { timeout: 60_000 }), act()]);
  await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
}

export async function reloadWindow(page: Page): Promise<void> {
  await reloading(page, () => runCommand(page, 'Developer: Reload Window'));
}

async function findCommand(page: Page, title: string, limit = 60_000): Promise<Locator> {
  const row = quickRow(page, title);
  // Longer each time: on a busy machine the palette itself takes its time.
  for (let end = Date.now() + limit, timeout = 2000; ; timeout = Math.min(10_000, timeout + 1000)) {
    // A modal (a command that threw shows one) takes the keys: say so, rather than time out. (A window that reloads
    // just now cannot be asked.)
    const dialog = page.locator('.monaco-dialog-box');
    if (await dialog.count().catch(() => 0)) throw new Error(`a dialog is open: ${await dialog.innerText()}`);
    await page.keyboard.press('F1');
    try {
      await quickInput(page).fill(`>${title}`, { timeout });
      await row.waitFor({ timeout });
      return row;
    } catch (error) {
      // The palette lists what was there when it opened: the extension came later, so open it anew.
      if (Date.now() > end) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

/** Chooses from a quick pick with the keyboard. @param placeHolder of the quick pick, to wait for the right one */
export async function pick(page: Page, placeHolder: string, label: string): Promise<void> {
  await page.locator(`.quick-input-widget input[placeholder="${placeHolder}"]`).waitFor();
  await quickRow(page, label).waitFor();
  await quickInput(page).fill(label);
  const row = page.locator('.quick-input-list .monaco-list-row.focused');
  await row.filter({ has: page.locator('.label-name', { hasText: wholeText(label) }) }).waitFor();
  await page.keyboard.press('Enter');
}

/** A file or folder in the Explorer view. */
export function explorerEntry(page: Page, name: string): Locator {
  return page.locator('.explorer-folders-view .monaco-list-row', { has: page.getByText(name, { exact: true }) });
}

/** Right-clicks, and chooses from the menu that opens. (It takes no click in its first 100 ms, so: Enter.) */
export async function contextMenu(page: Page, target: Locator, item: string): Promise<void> {
  for (let tries = 5; ; tries--) {
    await target.click({ button: 'right' });
    try {
      await page.locator('.monaco-menu .action-item', { hasText: item }).hover({ timeout: 5000 });
      await page.locator('.monaco-menu .action-item.focused', { hasText: item }).waitFor({ timeout: 5000 });
      await page.keyboard.press('Enter');
      return;
    } catch (error) {
      // A view that takes the keyboard meanwhile closes the menu.
      if (tries === 0) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

/** A notification that holds this text. */
export function toast(page: Page, text: string | RegExp): Locator {
  return page.locator('.notification-toast', { hasText: text });
}

/** The tab of an open editor. */
export function tab(page: Page, name: string | RegExp): Locator {
  return page.locator('.tabs-container .tab', { hasText: name });
}
