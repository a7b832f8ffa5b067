import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { DEFAULT_SEED, type RunRecord } from '../../src/shared/contracts/jobs';
import { temporaryFolder } from '../unit/engine/temporaryFolder';
import { runCli } from './runCli';
import { writeSmallData } from './smallData';
import { assertSchema } from '../harness/assertSchema';

describe('command line: analyze, train, evaluate, runs', () => {
  it('--json prints one object on standard output, and progress elsewhere', async () => {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder);
    const call = async (...parameters: string[]) => {
      const { code, stdout, stderr } = await runCli([...parameters, '--json'], { folder });
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^\{.*\}\n$/);
      return { result: JSON.parse(stdout) as Record<string, unknown>, stderr };
    };

    const analysis = await call('analyze', data);
    assert.equal(analysis.result['count'], 140);
    assert.ok(fs.existsSync(path.join(folder, 'analysis.txt')));

    const training = await call('train', data, '--recipe', recipe);
    const runDir = training.result['runDir'] as string;
    assert.ok(path.isAbsolute(runDir));
    assert.equal(path.dirname(runDir), path.join(fs.realpathSync(folder), '.fashion-mnist', 'runs'));
    assert.equal(training.result['engine'], 'wasm');
    assert.equal(typeof training.result['validationAccuracy'], 'number');
    assert.match(training.stderr, /epoch 2 of 2/);
    assert.ok(!training.stderr.includes('\r'), 'no bar where there is no terminal');

    const run = JSON.parse(fs.readFileSync(path.join(runDir, 'run.json'), 'utf8')) as RunRecord;
    assert.equal(run.seed, DEFAULT_SEED);
    assertSchema('run', path.join(runDir, 'run.json'));

    const evaluation = await call('evaluate', data);
    assert.equal(evaluation.result['accuracy'], 1, 'the two classes are easily told apart');
    const written = JSON.parse(fs.readFileSync(path.join(folder, 'evaluation.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    for (const [key, value] of Object.entries(written)) assert.deepEqual(evaluation.result[key], value, key);
    assert.ok(fs.existsSync(path.join(folder, 'output.txt')));
    assertSchema('evaluation', path.join(folder, 'evaluation.json'));

    const list = await call('runs', 'list');
    assert.deepEqual(
      (list.result['runs'] as { folder: string }[]).map((run) => run.folder),
      [runDir],
    );
    const shown = await call('runs', 'show', path.basename(runDir));
    assert.equal(shown.result['runDir'], runDir);
    await call('runs', 'delete', path.basename(runDir));
    assert.ok(!fs.existsSync(runDir));
  });

  it('without --json it prints text for people, with the next step', async () => {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder);
    const { code, stdout } = await runCli(['train', data, '--recipe', recipe, '--out', 'my run'], { folder });
    assert.equal(code, 0);
    assert.match(stdout, /^Trained\.\n {2}validation +\d/);
    assert.match(stdout, /Next: node .+cli\.cjs"? evaluate data --model "my run"\n$/);
    const evaluation = await runCli(['evaluate', data, '--model', 'my run', '--out', 'reports.txt'], { folder });
    assert.equal(evaluation.code, 0, evaluation.stderr);
    assert.match(evaluation.stdout, /accuracy +100\.00% \(95% interval/);
    assert.ok(fs.existsSync(path.join(folder, 'reports.txt')));
  });

  it('deletes nothing when one of several runs does not exist', async () => {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder, 1);
    await runCli(['train', data, '--recipe', recipe, '--out', 'kept'], { folder });
    const { code } = await runCli(['runs', 'delete', 'kept', 'missing'], { folder });
    assert.equal(code, 1);
    assert.ok(fs.existsSync(path.join(folder, 'kept', 'run.json')));
  });
});
