import fs from 'node:fs';
import Mocha from 'mocha';
import { reportTotals, type Totals } from './totals';

/**
 * Mocha's `spec`, ended by a line `N passed, N failed[, N skipped]`. Where TEST_RESULTS names a file, the totals go there
 * instead, as JSON by test file: whoever set it tells them.
 */
class SummaryReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const results = process.env['TEST_RESULTS'];
    if (results === undefined) {
      runner.once('end', () => reportTotals(this.stats));
      return;
    }
    const files: Record<string, Totals> = {};
    const count = (of: keyof Totals) => (test: Mocha.Runnable) => {
      const file = test.file ?? test.parent?.file ?? '';
      files[file] ??= { passes: 0, failures: 0, pending: 0 };
      files[file][of]++;
    };
    runner.on('pass', count('passes'));
    runner.on('fail', count('failures'));
    runner.on('pending', count('pending'));
    runner.once('end', () => fs.writeFileSync(results, JSON.stringify(files)));
  }
}

module.exports = SummaryReporter;
