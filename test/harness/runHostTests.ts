// Runs test/extension inside the extension host, as @vscode/test-electron does on a desktop.
import fs from 'node:fs';
import path from 'node:path';
import util from 'node:util';
import type { Browser } from 'playwright-core';
import { bundleHostTests } from './bundleHostTests';
import { openWorkbench, root, startBrowser, startServer } from './host';
import { watchProblems } from './problems';
import { reportTotals, type Totals } from './totals';

const LIMIT = 180_000;

async function main(): Promise<void> {
  const tests = await bundleHostTests();
  const passedOn = Object.entries(process.env).filter(([name]) => name.startsWith('TEST_')) as [string, string][];
  const server = await startServer({
    driver: true,
    environment: (folder) => ({ ...Object.fromEntries(passedOn), TEST_OUT: folder }),
  });
  const out = (name: string) => path.join(server.folder, name);
  const log: string[] = [];
  let browser: Browser | undefined;
  let timer: NodeJS.Timeout | undefined;
  let totals: Totals = { passes: 0, failures: 1, pending: 0 };
  let failed = true;
  try {
    const opened = await startBrowser(server);
    browser = opened.browser;
    const { page } = opened;
    const problems = watchProblems(page, server);
    const exit = new Promise<number>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no result after ${LIMIT / 1000} s`)), LIMIT);
      page.on('crash', () => reject(new Error('the page crashed')));
      void page.exposeFunction('codeAutomationExit', resolve);
      // The workbench's log and the extension host's console, as format and arguments.
      void page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) =>
        log.push(`[${type}] ${util.format(...args)}`),
      );
    });
    await openWorkbench(page, server, { extension: root, tests });
    const code = await exit;
    // A killed extension host reports 0 as well.
    if (!fs.existsSync(out('result.json'))) {
      throw new Error('the tests did not end: the extension host died, or they could not be loaded');
    }
    totals = JSON.parse(fs.readFileSync(out('result.json'), 'utf8')) as Totals;
    if (code !== 0) throw new Error(`the tests in the extension host ended with ${code}`);
    const beside = problems.take();
    if (beside.length) {
      totals.failures++;
      throw new Error(`problems beside the tests:\n${beside.join('\n')}`);
    }
    failed = false;
  } finally {
    clearTimeout(timer);
    if (fs.existsSync(out('report.txt'))) process.stdout.write(fs.readFileSync(out('report.txt')));
    if (failed || process.env['VERBOSE']) console.error(log.slice(-40).join('\n'));
    if (failed && totals.failures === 0) totals.failures = 1;
    await browser?.close();
    await server.stop();
    reportTotals(totals);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
