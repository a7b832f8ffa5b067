// Measures us beside others on this machine, in one run.
//   npm run bench [-- PART ...] [--rounds N] [--profile [RECIPE]]
// The parts stand in parts.ts. Prints a table, and leaves the rows in bench/results/<date>.json.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundleOurs, hasPeers, type Row } from './contest';
import { PARTS } from './parts';
import { profile } from './profile';
import { REAL_SET } from './realSet';

const RESULTS = path.join(__dirname, 'results');

/** For a person: what the figures were measured on. */
function machine(): string {
  return `${os.cpus()[0].model.trim()}, ${os.availableParallelism()} threads, Node ${process.versions.node}, ${os.platform()}`;
}

function tell(rows: readonly Row[]): void {
  const digits = (value: number) => (value < 100 ? value.toPrecision(3) : Math.round(value).toLocaleString('en-US'));
  let part = '';
  for (const row of rows) {
    // Others beside the first of a part, which is ours.
    const first = rows.find((other) => other.part === row.part)!;
    if (row.part !== part) console.log(`\n${row.part}, ${row.unit}`);
    part = row.part;
    const spread = `${digits(row.min)} to ${digits(row.max)}`;
    const ratio = row === first ? '' : `${(first.median / row.median).toFixed(2)}x`;
    console.log(`  ${row.who.padEnd(24)} ${digits(row.median).padStart(8)}  ${spread.padEnd(18)} ${ratio}`);
  }
  console.log('\nMedian, least to most over the rounds, and how many times the other figure ours (the first) is.');
}

function save(rows: readonly Row[]): string {
  fs.mkdirSync(RESULTS, { recursive: true });
  const file = path.join(RESULTS, `${new Date().toISOString().slice(0, 10)}.json`);
  const before = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as { rows: Row[] }).rows : [];
  // Parts that were measured again replace those of before.
  const kept = before.filter((row) => !rows.some(({ part }) => part === row.part));
  fs.writeFileSync(file, JSON.stringify({ machine: machine(), rows: [...kept, ...rows] }, null, 1) + '\n');
  return file;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { rounds: { type: 'string', default: '5' }, profile: { type: 'boolean' } },
  });
  if (!fs.existsSync(REAL_SET)) {
    throw new Error(`the real set is not in ${REAL_SET}; FASHION_MNIST_DATA says where it is`);
  }
  if (!hasPeers()) console.log('The peers are not set up (npm run bench:peers): only ours are measured.');
  if (values.profile) {
    profile(positionals[0] ?? 'reference', RESULTS);
    return;
  }
  const unknown = positionals.find((part) => !Object.hasOwn(PARTS, part));
  if (unknown !== undefined) throw new Error(`no part "${unknown}"; there are ${Object.keys(PARTS).join(', ')}`);
  await bundleOurs();
  const rows: Row[] = [];
  for (const part of positionals.length > 0 ? positionals : Object.keys(PARTS).filter((name) => !PARTS[name].slow)) {
    console.log(`${part}: ${PARTS[part].about}`);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fashion-mnist-bench-'));
    try {
      rows.push(...(await PARTS[part].run(Number(values.rounds), folder)));
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }
  console.log(machine());
  tell(rows);
  console.log(`Written to ${path.relative(process.cwd(), save(rows))}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
