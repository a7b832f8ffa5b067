// Runs test files with mocha. A file with a failure is run again, up to twice, in a fresh process (and with it a fresh
// editor, where the tests are in one): several processes at once on a busy machine now and then miss each other. What
// fails each time has failed; what passes only then is named, so that nobody takes it for sound.
//   tsx test/harness/runTests.ts FILE|PATTERN ...
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { reportTotals, type Totals } from './totals';

const root = path.join(__dirname, '../..');

function run(files: readonly string[]): Record<string, Totals> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fashion-mnist-tests-'));
  const results = path.join(folder, 'results.json');
  try {
    const mocha = path.join(root, 'node_modules/mocha/bin/mocha.js');
    const environment = { ...process.env, TEST_RESULTS: results };
    spawnSync(process.execPath, [mocha, ...files], { cwd: root, env: environment, stdio: 'inherit' });
    if (!fs.existsSync(results)) throw new Error('the tests did not end');
    return JSON.parse(fs.readFileSync(results, 'utf8')) as Record<string, Totals>;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const failedIn = (totals: Record<string, Totals>) => Object.keys(totals).filter((file) => totals[file].failures > 0);

const TRIES = 3;

let totals = run(process.argv.slice(2));
for (let attempt = 2; attempt <= TRIES; attempt++) {
  const again = failedIn(totals);
  if (again.length === 0) break;
  console.log('Once more, in a fresh process:', ...again.map((file) => path.relative(root, file)));
  totals = { ...totals, ...run(again) };
  for (const file of again.filter((file) => totals[file].failures === 0)) {
    console.log(`Passed at try ${attempt} only: ${path.relative(root, file)}`);
  }
}
const sum = (of: keyof Totals) => Object.values(totals).reduce((all, one) => all + one[of], 0);
reportTotals({ passes: sum('passes'), failures: sum('failures'), pending: sum('pending') });
process.exitCode = failedIn(totals).length > 0 ? 1 : 0;
