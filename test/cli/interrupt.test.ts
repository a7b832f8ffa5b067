import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../unit/engine/temporaryFolder';
import { runCli } from './runCli';
import { writeSmallData } from './smallData';

describe('command line: interrupted', function () {
  before(function () {
    // Windows has no signals that another process could send.
    if (process.platform === 'win32') this.skip();
  });

  /** Trains for long, and sends the signal in the second epoch. */
  async function interruptTraining(signal: NodeJS.Signals) {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder, 1000);
    let sent = false;
    const end = await runCli(['train', data, '--recipe', recipe, '--out', 'run', '--json'], {
      folder,
      onStderr: (soFar, child) => {
        if (sent || !/epoch 2 of/.test(soFar)) return;
        sent = true;
        child.kill(signal);
      },
    });
    return { ...end, folder, data };
  }

  it('SIGINT while training keeps what was learnt and exits 130', async () => {
    const { code, stdout, stderr, folder, data } = await interruptTraining('SIGINT');
    assert.equal(code, 130, stderr);
    assert.equal((JSON.parse(stdout) as { state: string }).state, 'stopped');
    assert.ok(fs.existsSync(path.join(folder, 'run', 'model', 'model.json')));
    const evaluation = await runCli(['evaluate', data, '--model', 'run', '--json'], { folder });
    assert.equal(evaluation.code, 0, evaluation.stderr);
  });

  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    it(`${signal} while training leaves an interrupted run with its checkpoint and exits 130`, async () => {
      const { code, stdout, stderr, folder } = await interruptTraining(signal);
      assert.equal(code, 130, stderr);
      assert.equal(stdout, '');
      assert.match(stderr, /The run can go on: .+ train --resume run\nInterrupted\.\n$/);
      const run = path.join(folder, 'run.partial');
      assert.ok(fs.existsSync(path.join(run, 'checkpoint.bin')));
      assert.ok(!fs.existsSync(path.join(run, 'model')));
      const { state } = JSON.parse(fs.readFileSync(path.join(run, 'run.json'), 'utf8')) as { state: string };
      assert.equal(state, 'interrupted');
    });
  }

  it('a second SIGINT ends at once, whatever the first one waits for', async () => {
    const folder = await temporaryFolder();
    // A disk that never answers, such as a network folder whose server is gone.
    const slowDisk = path.join(folder, 'slowDisk.cjs');
    fs.writeFileSync(
      slowDisk,
      `require('fs').promises.stat = () => {
        process.stderr.write('waiting');
        process.once('SIGINT', () => setImmediate(() => process.stderr.write('told')));
        return new Promise((resolve) => setTimeout(resolve, 60_000));
      };`,
    );
    let sent = 0;
    let stillRan = false;
    const { code, stdout } = await runCli(['analyze', 'data'], {
      folder,
      environment: { NODE_OPTIONS: `--require "${slowDisk}"` },
      onStderr: (soFar, child) => {
        if (sent === 0 && soFar.includes('waiting')) {
          sent++;
          child.kill('SIGINT');
        }
        // Counted from when the first one has arrived: what follows it too soon is the same Ctrl+C.
        if (sent === 1 && soFar.includes('told')) {
          sent++;
          setTimeout(() => {
            stillRan = child.exitCode === null;
            child.kill('SIGINT');
          }, 500);
        }
      },
    });
    assert.deepEqual({ code, stdout, stillRan }, { code: 130, stdout: '', stillRan: true });
  });

  it('a run whose process was killed goes on with --resume', async () => {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder, 6);
    // From within: its few epochs take milliseconds each, and would be over before a signal from here had arrived.
    const killer = path.join(folder, 'killer.cjs');
    fs.writeFileSync(
      killer,
      `const { stderr } = process;
      const write = stderr.write.bind(stderr);
      stderr.write = (text, ...rest) => {
        const written = write(text, ...rest);
        if (/epoch 2 of/.test(text)) process.kill(process.pid, 'SIGKILL');
        return written;
      };`,
    );
    const { code, stderr } = await runCli(['train', data, '--recipe', recipe, '--out', 'run'], {
      folder,
      environment: { NODE_OPTIONS: `--require "${killer}"` },
    });
    assert.equal(code, null, stderr);
    assert.match(stderr, /epoch 2 of/);
    assert.doesNotMatch(stderr, /epoch 3 of/);
    const resumed = await runCli(['train', '--resume', 'run', '--json'], { folder });
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.equal((JSON.parse(resumed.stdout) as { epochs: number }).epochs, 6);
    assert.ok(fs.existsSync(path.join(folder, 'run', 'run.json')));
  });
});
