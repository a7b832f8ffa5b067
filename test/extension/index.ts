// The extension host calls run(); what it throws fails the run, here and with @vscode/test-electron on a desktop.
import fs from 'node:fs';
import path from 'node:path';
import util from 'node:util';
import Mocha from 'mocha';

/**
 * Runs the suites. With TEST_OUT (a folder) the report goes to report.txt and the counts to result.json there: an
 * extension host that dies reports exit code 0, so the harness wants both. TEST_GREP picks tests.
 */
export async function run(): Promise<void> {
  const out = process.env['TEST_OUT'];
  if (out) {
    const report = path.join(out, 'report.txt');
    Mocha.reporters.Base.consoleLog = (...args: unknown[]) => fs.appendFileSync(report, `${util.format(...args)}\n`);
  }
  const mocha = new Mocha({ color: false, timeout: 60_000, grep: process.env['TEST_GREP'] });
  const suites = path.join(__dirname, 'suite');
  for (const file of fs.readdirSync(suites).sort()) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(suites, file));
  }
  const { stats } = await new Promise<Mocha.Runner>((resolve) => {
    const runner = mocha.run(() => resolve(runner));
  });
  if (!stats) throw new Error('the tests did not run');
  if (out) fs.writeFileSync(path.join(out, 'result.json'), JSON.stringify(stats));
  if (stats.failures || !stats.passes) throw new Error(`${stats.failures} of ${stats.tests} tests failed`);
}
