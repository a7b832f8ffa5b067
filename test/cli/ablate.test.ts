import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { readAblation } from '../../src/engine/ablationFile';
import type { Ablation } from '../../src/shared/contracts/ablation';
import { temporaryFolder } from '../unit/engine/temporaryFolder';
import { runCli } from './runCli';
import { writeSmallData } from './smallData';

describe('command line: ablate', function () {
  this.timeout(60_000);
  const budget = ['--images', '60', '--epochs', '1', '--seeds', '2'];

  it('shows a table with intervals, and what it means, and writes both files among the runs', async () => {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder);
    const { code, stdout, stderr } = await runCli(['ablate', data, '--recipe', recipe, ...budget], { folder });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^The whole network: \d+\.\d\d% of 12 validation images\.\n/);
    assert.match(stdout, /^ {2}without +instead +parameters +accuracy +gap +seeds$/m);
    const interval = /[-+]?\d+\.\d\d \([-+]?\d+\.\d\d to [-+]?\d+\.\d\d\)/.source;
    for (const part of ['convolution block 1 \\(4 filters\\)', 'max pooling after', 'batch normalization after']) {
      assert.match(stdout, new RegExp(`^  ${part}.+ ${interval} +${interval} +2$`, 'm'));
    }
    assert.match(stdout, /^ {2}- small, trained for 1 epoch on 60 images and validated on 12 others/m);
    const runs = path.join(folder, '.fashion-mnist', 'runs');
    const [name, ...more] = fs.readdirSync(runs);
    assert.deepEqual(more, []);
    assert.match(name, /_ablation-small$/);
    assert.deepEqual(fs.readdirSync(path.join(runs, name)).sort(), ['ablation.csv', 'ablation.json', 'run.json']);
    // It has no model: there is nothing to evaluate yet.
    const evaluated = await runCli(['evaluate', data], { folder });
    assert.equal(evaluated.code, 1);
    assert.match(evaluated.stderr, /there is no trained model here/);
  });

  it('lists the parts, measures the chosen ones, and prints JSON', async () => {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder);
    const listed = await runCli(['ablate', data, '--recipe', recipe, '--parts', 'list'], { folder });
    assert.match(listed.stdout, /^ {2}maxPooling2d-1 +max pooling after convolution block 1/m);
    const chosen = ['--parts', 'maxPooling2d-1', '--out', 'mine', '--json'];
    const { code, stdout, stderr } = await runCli(['ablate', data, '--recipe', recipe, ...budget, ...chosen], {
      folder,
    });
    assert.equal(code, 0, stderr);
    const result = JSON.parse(stdout) as Ablation & { outputDir: string };
    assert.deepEqual(
      result.effects.map(({ part, trials }) => [part, trials]),
      [['maxPooling2d-1', 2]],
    );
    assert.equal(fs.realpathSync(result.outputDir), fs.realpathSync(path.join(folder, 'mine')));
    assert.ok(!fs.existsSync(path.join(folder, '.fashion-mnist')));
  });

  it('killed, it goes on from its trials when it is asked for again', async () => {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder);
    const call = [
      'ablate',
      data,
      '--recipe',
      recipe,
      '--images',
      '90',
      '--epochs',
      '40',
      '--seeds',
      '2',
      '--out',
      'mine',
    ];
    const killed = await runCli(call, {
      folder,
      onStderr: (_, child) => {
        const timer = setInterval(() => {
          if (!fs.existsSync(path.join(folder, 'mine', 'ablation.json'))) return;
          clearInterval(timer);
          child.kill('SIGKILL');
        }, 20);
      },
    });
    assert.equal(killed.code, null);
    const before = (await readAblation(path.join(folder, 'mine')))!;
    assert.ok(before.trials.length >= 1 && !before.whole);
    const again = await runCli([...call, '--json'], { folder });
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stderr, new RegExp(`${before.trials.length} of 8 trials are there already`));
    const after = JSON.parse(again.stdout) as Ablation;
    assert.deepEqual(after.trials.slice(0, before.trials.length), before.trials);
    assert.ok(after.whole);
  });

  it('bad input exits 1 and writes nothing', async () => {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder);
    const before = fs.readdirSync(folder).sort();
    for (const [parameters, message] of [
      [['ablate', 'nowhere', '--recipe', recipe], /nowhere: /],
      [['ablate', data, '--recipe', recipe, '--parts', 'x'], /the network has no part "x"/],
    ] as const) {
      const { code, stderr } = await runCli([...parameters], { folder });
      assert.equal(code, 1);
      assert.match(stderr, message);
      assert.deepEqual(fs.readdirSync(folder).sort(), before);
    }
  });
});

describe('command line: two trainings in one workspace', () => {
  it('the second waits, says for whom, and goes on when the first is killed', async function () {
    if (process.platform === 'win32') this.skip();
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder, 1000);
    let second: ReturnType<typeof runCli> | undefined;
    const first = await runCli(['train', data, '--recipe', recipe], {
      folder,
      onStderr: (soFar, child) => {
        if (second || !/epoch 1 of/.test(soFar)) return;
        second = runCli(['train', data, '--recipe', recipe, '--epochs', '1', '--json'], {
          folder,
          onStderr: (told) => {
            if (/another training works/.test(told)) child.kill('SIGKILL');
          },
        });
      },
    });
    assert.equal(first.code, null);
    const { code, stdout, stderr } = (await second)!;
    assert.equal(code, 0, stderr);
    assert.match(
      stderr,
      /^another training works in this workspace; waiting for run \S+_small, in process \d+, since \d\d:\d\d$/m,
    );
    assert.equal((JSON.parse(stdout) as { state: string }).state, 'finished');
    const names = fs.readdirSync(path.join(folder, '.fashion-mnist', 'runs'));
    assert.ok(!names.some((name) => name.startsWith('lock')), names.join());
  });
});
