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
        return new Promise((resolve) => setTimeout(resolve, 60_000));
      };`,
    );
    let sent = false;
    let stillRan = false;
    const { code, stdout } = await runCli(['analyze', 'data'], {
      folder,
      environment: { NODE_OPTIONS: `--require "${slowDisk}"` },
      onStderr: (_, child) => {
        if (sent) return;
        sent = true;
        child.kill('SIGINT');
        setTimeout(() => {
          stillRan = child.exitCode === null;
          child.kill('SIGINT');
        }, 500);
      },
    });
    assert.deepEqual({ code, stdout, stillRan }, { code: 130, stdout: '', stillRan: true });
  });

  it('a run whose process was killed goes on with --resume', async () => {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder, 6);
    let sent = false;
    const { code } = await runCli(['train', data, '--recipe', recipe, '--out', 'run'], {
      folder,
      onStderr: (soFar, child) => {
        if (sent || !/epoch 2 of/.test(soFar)) return;
        sent = true;
        child.kill('SIGKILL');
      },
    });
    assert.equal(code, null);
    const resumed = await runCli(['train', '--resume', 'run', '--json'], { folder });
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.equal((JSON.parse(resumed.stdout) as { epochs: number }).epochs, 6);
    assert.ok(fs.existsSync(path.join(folder, 'run', 'run.json')));
  });
});
