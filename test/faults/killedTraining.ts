import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseRunRecord } from '../../src/engine/runRecord';
import { writeSmallData } from '../cli/smallData';
import { between, type Campaign } from './campaign';
import { startCli } from './processes';

/** Enough for two seconds: the moments then fall on steps, checkpoints, renaming and the end. */
const EPOCHS = 400;

/**
 * A training is killed again and again, and each time gone on with, until it is over: then its weights are those of one
 * that was left alone.
 */
export const killedTraining: Campaign = {
  title: 'kill -9 while it trains, then --resume: the same weights',
  times: 100,
  async run({ times, random, folder, tried, note }) {
    const { data, recipe } = writeSmallData(folder, EPOCHS);
    const train = (out: string) => startCli(['train', data, '--recipe', recipe, '--out', out], folder);
    const from = performance.now();
    const alone = await train('alone').end;
    if (alone.code !== 0) throw new Error(alone.stderr);
    const length = performance.now() - from;
    const expected = weightsOf(path.join(folder, 'alone'));
    let chains = 0;
    for (let kills = 0; kills < times; chains++) {
      const run = `run${chains}`;
      const whole = path.join(folder, run);
      while (!fs.existsSync(whole)) {
        const resumes = fs.existsSync(`${whole}.partial`) && fs.readdirSync(`${whole}.partial`).includes('run.json');
        const { child, end } = resumes ? startCli(['train', '--resume', run], folder) : train(run);
        const moment = between(random, 0.05, 0.9) * length;
        if (kills < times) await Promise.race([wait(moment), end]);
        const killed = kills < times && child.exitCode === null && child.kill('SIGKILL');
        const { code, stderr } = await end;
        if (killed && code === null) {
          kills++;
          tried(halfRun(folder, run));
        } else if (code !== 0) {
          tried(`after ${kills} kills: ${stderr.trim().split('\n').at(-1)}`);
          break;
        }
      }
      if (fs.existsSync(whole) && weightsOf(whole) !== expected) tried(`run ${chains} ends with other weights`);
      fs.rmSync(whole, { recursive: true, force: true });
    }
    note(`${chains} trainings went through it, of ${(length / 1000).toFixed(1)} s alone`);
  },
};

/** What a killed process may not leave: a run that looks whole and is not, or a record that cannot be read. */
function halfRun(folder: string, run: string): string | null {
  for (const name of [run, `${run}.partial`]) {
    const record = path.join(folder, name, 'run.json');
    if (!fs.existsSync(record)) {
      if (name === run && fs.existsSync(path.join(folder, run))) return `${run} has no run.json`;
      continue;
    }
    try {
      const { state } = parseRunRecord(fs.readFileSync(record, 'utf8'), record);
      if (name === run && state !== 'finished') return `${run} is ${state}`;
    } catch (error) {
      return String(error);
    }
  }
  return null;
}

function weightsOf(run: string): string {
  const model = path.join(run, 'model');
  const hash = createHash('sha256');
  for (const name of fs.readdirSync(model).sort()) hash.update(fs.readFileSync(path.join(model, name)));
  return hash.digest('hex');
}
