// Faults, on purpose: processes killed, disks full, files damaged or changed, windows beside each other.
// `npm run test:faults`, about a quarter of an hour; `-- NAME...` for some campaigns, `--share 5` for five times as many faults,
// `--seed N` for other moments. Prints tried, survived and lost; exits 1 if anything was lost.
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { runCampaign, type Campaign, type Outcome } from './campaign';
import { changedData } from './changedData';
import { fullDisk } from './fullDisk';
import { hostileWorkspaces } from './hostileWorkspaces';
import { killedHost } from './killedHost';
import { killedReview } from './killedReview';
import { killedTraining } from './killedTraining';
import { malformedCalls } from './malformedCalls';
import { malformedViews } from './malformedViews';
import { mutatedFiles } from './mutatedFiles';
import { soak } from './soak';
import { twoWindows } from './twoWindows';

const CAMPAIGNS: Record<string, Campaign> = {
  'killed-training': killedTraining,
  'killed-review': killedReview,
  'killed-host': killedHost,
  'full-disk': fullDisk,
  'changed-data': changedData,
  'two-windows': twoWindows,
  'mutated-files': mutatedFiles,
  'malformed-calls': malformedCalls,
  'malformed-views': malformedViews,
  'hostile-workspaces': hostileWorkspaces,
  soak,
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { share: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' } },
  });
  const [share, seed] = [Number(values.share), Number(values.seed)];
  if (!(share > 0) || !Number.isSafeInteger(seed))
    throw new Error('--share is a number above 0, --seed a whole number');
  const unknown = positionals.find((name) => !Object.hasOwn(CAMPAIGNS, name));
  if (unknown !== undefined) throw new Error(`no campaign ${unknown}; there are ${Object.keys(CAMPAIGNS).join(', ')}`);
  const outcomes: Outcome[] = [];
  for (const [name, campaign] of Object.entries(CAMPAIGNS)) {
    if (positionals.length && !positionals.includes(name)) continue;
    const outcome = await runCampaign(name, campaign, share, seed);
    outcomes.push(outcome);
    console.log(row(outcome));
    for (const lost of outcome.lost.slice(0, 5)) console.log(`    lost: ${lost}`);
    for (const note of outcome.notes) console.log(`    ${note}`);
  }
  const [tried, lost] = [sum(outcomes, ({ tried }) => tried), sum(outcomes, ({ lost }) => lost.length)];
  console.log(`${tried} tried, ${tried - lost} survived, ${lost} lost`);
  const totals = process.env['TEST_TOTALS'];
  const failed = outcomes.filter(({ lost }) => lost.length).length;
  const skipped = outcomes.filter((outcome) => outcome.skipped && !outcome.lost.length).length;
  if (totals) fs.appendFileSync(totals, `${outcomes.length - failed - skipped} ${failed} ${skipped}\n`);
  if (failed) process.exitCode = 1;
}

function row({ title, tried, lost, seconds }: Outcome): string {
  const count = (value: number) => value.toLocaleString('en-US').padStart(7);
  return `${title.padEnd(66)} ${count(tried)} tried ${count(tried - lost.length)} survived ${count(lost.length)} lost  (${seconds.toFixed(0)} s)`;
}

const sum = (outcomes: Outcome[], of: (outcome: Outcome) => number) => outcomes.reduce((all, one) => all + of(one), 0);

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
