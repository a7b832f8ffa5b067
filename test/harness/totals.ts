import fs from 'node:fs';

/** The outcome of a run of tests, as mocha's stats name it. */
export interface Totals {
  passes: number;
  failures: number;
  pending: number;
}

/** Prints the counts of a run; appends them to the file TEST_TOTALS, if that is set, so that .ci/run can add them up. */
export function reportTotals({ passes, failures, pending }: Totals): void {
  console.log(`${passes} passed, ${failures} failed${pending ? `, ${pending} skipped` : ''}`);
  const file = process.env['TEST_TOTALS'];
  if (file) fs.appendFileSync(file, `${passes} ${failures} ${pending}\n`);
}
