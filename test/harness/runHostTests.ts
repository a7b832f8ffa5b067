// Runs test/extension inside the extension host, as @vscode/test-electron does on a desktop; once more, in a fresh editor,
// if that fails, as runTests.ts does it.
import fs from 'node:fs';
import path from 'node:path';
import util from 'node:util';
import type { Browser } from 'playwright-core';
import { bundleHostTests } from './bundleHostTests';
import { openWorkbench, root, startBrowser, startServer } from './host';
import { watchProblems } from './problems';
import { reportTotals, type Totals } from './totals';

const LIMIT = 180_000;

/** Returns the counts, and what went wrong, if anything did. */
async function run(): Promise<{ totals: Totals; error: unknown }> {
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
  let error: unknown;
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
  } catch (caught) {
    error = caught ?? new Error('failed');
  } finally {
    clearTimeout(timer);
    if (fs.existsSync(out('report.txt'))) process.stdout.write(fs.readFileSync(out('report.txt')));
    if (error || process.env['VERBOSE']) console.error(log.slice(-40).join('\n'));
    if (error && totals.failures === 0) totals.failures = 1;
    await browser?.close();
    await server.stop();
  }
  return { totals, error };
}

async function main(): Promise<void> {
  const tell = (error: unknown) => console.error(error instanceof Error ? error.message : error);
  let { totals, error } = await run();
  if (error) {
    tell(error);
    console.log('Once more, in a fresh editor');
    ({ totals, error } = await run());
    if (!error) console.log('Passed at the second try only: the tests in the extension host');
  }
  reportTotals(totals);
  if (error) {
    tell(error);
    process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
