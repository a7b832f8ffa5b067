// One editor for a suite of UI tests: the packed extension installed, a fresh workspace, and what every step checks.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openWorkbench, root, startBrowser, startServer, type Server } from '../harness/host';
import { watchProblems, type Problems } from '../harness/problems';
import { until } from '../harness/until';
import { runCommand, waitForCommand } from '../harness/workbench';

export { until };

const VSIX = path.join(root, 'out/fashion-mnist.vsix');

export interface SessionOptions {
  /** Further variables of the editor's environment. */
  environment?: Record<string, string>;
  /** Fills the workspace before the editor opens it, again after each restart. */
  prepare?: (workspace: string) => void | Promise<void>;
  /** The package to install. */
  vsix?: string;
  /** The editor's, with the title of "FashionMNIST: Train" in it. */
  language?: { tag: string; trainCommand: string };
  /** Relative to the workspace: what is opened in place of it. */
  workspaceFile?: string;
  /** The workspace is not trusted. */
  isRestricted?: boolean;
}

export class EditorSession {
  server!: Server;
  page!: Page;
  problems!: Problems;
  private browser: Browser | undefined;

  constructor(private readonly options: SessionOptions = {}) {}

  async start(): Promise<void> {
    const { environment = {}, prepare, vsix = VSIX, language, isRestricted, workspaceFile } = this.options;
    const server = { install: [vsix], environment: () => environment, language: language?.tag, isRestricted };
    this.server = await startServer(server);
    try {
      await prepare?.(this.server.workspace);
    } catch (error) {
      await this.server.stop(); // Without a page nobody else would.
      throw error;
    }
    const { browser, page } = await startBrowser(this.server);
    this.browser = browser;
    this.page = page;
    this.problems = watchProblems(page, this.server);
    await openWorkbench(page, this.server, {
      workspaceFile: workspaceFile && this.inWorkspace(workspaceFile),
    });
    await waitForCommand(page, language?.trainCommand ?? 'FashionMNIST: Train');
  }

  /** @returns the command lines of processes that outlived the server */
  async stop(): Promise<string[]> {
    await this.browser?.close();
    return await this.server.stop();
  }

  async screenshot(name: string): Promise<void> {
    fs.mkdirSync(path.join(root, 'out/screenshots'), { recursive: true });
    await this.page.screenshot({ path: path.join(root, 'out/screenshots', `${name}.png`) });
  }

  /** Defines the hooks of a suite. */
  hooks(): void {
    before(() => this.start());
    after(async () => {
      if (!this.browser) return; // It never started: that is told already.
      await this.page.waitForTimeout(1500); // The editor tells of an unhandled rejection after a second.
      const late = this.problems.take();
      assert.deepEqual({ late, left: await this.stop() }, { late: [], left: [] }, 'problems, processes left');
    });
  }

  /** A test that fails on problems beside its steps too. (In an afterEach hook, that would skip the other tests.) */
  step(title: string, run: () => Promise<void>): void {
    it(title, async () => {
      try {
        await run();
        assert.deepEqual(this.problems.take(), [], 'problems beside the steps');
        await runCommand(this.page, 'View: Close All Editors');
        // A view that is still there would be taken for the one of the next test.
        const open = this.page.locator('.tabs-container .tab, iframe.webview').filter({ visible: true });
        await until(async () => (await open.count()) === 0);
        await runCommand(this.page, 'Notifications: Clear All Notifications');
        // VS Code shows no more than three toasts in 0.8 s; further ones go to the notification centre unseen.
        await this.page.waitForTimeout(1000);
      } catch (error) {
        await this.screenshot(`failed-${title.replace(/\W+/g, '-')}`);
        const beside = this.problems.take().join('\n');
        if (beside && error instanceof Error) error.message += `\n${beside}`;
        await this.stop(); // A reload would restore the editors, broken ones as well.
        await this.start();
        throw error;
      }
    });
  }

  inWorkspace(...parts: string[]): string {
    return path.join(this.server.workspace, ...parts);
  }

  /** The run folders of the workspace: finished ones, and `.partial` ones. */
  runFolders(): string[] {
    const runs = this.inWorkspace('.fashion-mnist/runs');
    return fs.existsSync(runs) ? fs.readdirSync(runs).filter((name) => !name.startsWith('.')) : [];
  }
}
