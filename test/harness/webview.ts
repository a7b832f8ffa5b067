// The webviews of the workbench, for Playwright: what a person sees in them, and what they must hold in every theme.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import axe from 'axe-core';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { Server } from './host';
import { until } from './until';

/** The document of a visible webview; they lie two frames deep. @param nth of those that are visible, from 0 */
export function webview(page: Page, nth = 0): FrameLocator {
  const outer = page.locator('iframe.webview.ready').filter({ visible: true }).nth(nth);
  return outer.contentFrame().locator('#active-frame').contentFrame();
}

/** Waits until keys that are pressed reach this view: VS Code gives it the keyboard some time after it shows it. */
export async function hasKeyboard(view: FrameLocator): Promise<void> {
  await until(() =>
    view
      .locator('body')
      .evaluate((body) => (body as unknown as { ownerDocument: { hasFocus(): boolean } }).ownerDocument.hasFocus()),
  );
}

/** Nothing in an element of a view is wider than it, when charts and grids have found their size. */
export async function fitsItsWidth(target: Locator): Promise<void> {
  const widths = () =>
    target.evaluate((one) => {
      const { scrollWidth, clientWidth } = one as unknown as { scrollWidth: number; clientWidth: number };
      return [scrollWidth, clientWidth];
    });
  const fits = async () => {
    const [content, width] = await widths();
    return content <= width;
  };
  await until(fits, 10_000).catch(() => undefined);
  const [content, width] = await widths();
  assert.ok(content <= width, `${content} px in ${width} px`);
}

/** Waits until the view in sight is laid out for a window of this width: the workbench follows the window's size later. */
async function laidOut(page: Page, width: number): Promise<void> {
  const innerWidth = () =>
    webview(page)
      .locator('body')
      .evaluate(() => (globalThis as unknown as { innerWidth: number }).innerWidth);
  await until(async () => (await innerWidth()) <= width);
}

/** The themes that a view must work in: what VS Code calls them, and what a view sees of them. */
export const THEMES = [
  { name: 'dark', setting: 'Dark Modern', kind: 'vscode-dark' },
  { name: 'light', setting: 'Light Modern', kind: 'vscode-light' },
  { name: 'high-contrast-dark', setting: 'Default High Contrast', kind: 'vscode-high-contrast' },
  { name: 'high-contrast-light', setting: 'Default High Contrast Light', kind: 'vscode-high-contrast-light' },
] as const;
export type Theme = (typeof THEMES)[number];

/** Changes the workspace's settings on the disk; the workbench sees that within a second. Undefined takes one away. */
export function changeSettings({ workspace }: Pick<Server, 'workspace'>, changes: Record<string, unknown>): void {
  const file = path.join(workspace, '.vscode/settings.json');
  const before = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as object) : {};
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify({ ...before, ...changes }));
}

/** Switches the colour theme and waits until the visible webview has it. */
export async function setTheme(page: Page, server: Server, { setting, kind }: Theme): Promise<void> {
  changeSettings(server, { 'workbench.colorTheme': setting });
  await webview(page).locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
}

/** What axe-core finds serious or critical in a webview, a line each: `rule (impact): elements`. */
export async function accessibilityProblems(page: Page, nth = 0): Promise<string[]> {
  // Playwright's evaluate is not held back by the page's content security policy.
  const found = await webview(page, nth)
    .locator('body')
    .evaluate(async (body, source) => {
      const inner = globalThis as { axe?: typeof axe };
      if (!inner.axe) (0, eval)(source);
      const { violations } = await inner.axe!.run(
        (body as unknown as { ownerDocument: axe.ElementContext }).ownerDocument,
      );
      return violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => html) }));
    }, axe.source);
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.join(' ')}`);
}

/** Runs a step with the workbench as at a browser zoom of so many percent: a smaller page on the same screen. */
export async function atZoom(page: Page, percent: number, run: () => Promise<void>): Promise<void> {
  const { width, height } = page.viewportSize()!;
  const factor = percent / 100;
  const zoomed = { width: Math.round(width / factor), height: Math.round(height / factor) };
  await page.setViewportSize(zoomed);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setDeviceMetricsOverride', { ...zoomed, deviceScaleFactor: factor, mobile: false });
  try {
    await laidOut(page, zoomed.width);
    await run();
  } finally {
    await devtools.send('Emulation.clearDeviceMetricsOverride');
    await devtools.detach();
    await page.setViewportSize({ width, height });
  }
}

/** Runs a step with the window so narrow that an editor is about this wide (the side bar should be hidden). */
export async function atWidth(page: Page, editorWidth: number, run: () => Promise<void>): Promise<void> {
  const before = page.viewportSize()!;
  const ACTIVITY_BAR = 48;
  const width = editorWidth + ACTIVITY_BAR;
  await page.setViewportSize({ width, height: before.height });
  try {
    await laidOut(page, width);
    await run();
  } finally {
    await page.setViewportSize(before);
  }
}
