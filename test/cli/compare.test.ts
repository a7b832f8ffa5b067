import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { PredictionComparison } from '../../src/shared/contracts/comparison';
import type { Evaluation } from '../../src/shared/contracts/evaluation';
import { HEADER_LINE } from '../../src/shared/corrections';
import { temporaryFolder } from '../unit/engine/temporaryFolder';
import { runCli } from './runCli';
import { writeSmallData } from './smallData';

const SAMPLE = path.join(__dirname, '../../media/sample');

/** Calls the command line in a folder, and expects it to work. */
function callIn(folder: string) {
  return async (...parameters: string[]) => {
    const end = await runCli(parameters, { folder });
    assert.equal(end.code, 0, end.stderr);
    return end.stdout;
  };
}

describe('command line: compare, and what evaluate tells beyond accuracy', function () {
  this.timeout(120_000);

  it('compares two runs on the sample, and evaluates with twins, corrections and tables', async () => {
    const folder = await temporaryFolder();
    const call = callIn(folder);
    const { recipe } = writeSmallData(folder);
    await call('train', SAMPLE, '--recipe', recipe, '--epochs', '1', '--out', 'first');
    await call('train', SAMPLE, '--recipe', recipe, '--epochs', '1', '--seed', '2', '--out', 'second');

    const stdout = await call('compare', 'first', 'second', SAMPLE, '--json');
    assert.match(stdout, /^\{.*\}\n$/);
    const comparison = JSON.parse(stdout) as PredictionComparison;
    const { bothRight, onlyFirst, onlySecond, bothWrong, count, fixed, broken, differences } = comparison;
    assert.equal(bothRight + onlyFirst + onlySecond + bothWrong, count);
    assert.deepEqual([fixed.length, broken.length], [onlySecond, onlyFirst]);
    assert.deepEqual(differences, ['seed 1, then 2']);
    assert.equal(comparison.runs[1].accuracy, (bothRight + onlySecond) / count);

    const text = await call('compare', 'first', 'second', SAMPLE);
    assert.match(text, /^ {2}first +first: \d/);
    assert.match(text, /McNemar +p [=<]/);
    assert.match(text, /^ {2}- The second run is right on /m);
    assert.match(text, /^ {2}- The runs differ in seed 1, then 2\.$/m);
    assert.match(text, /^ {2}class +images +first +second/m);
    assert.match(text, /^ {2}T-shirt\/top +/m);

    fs.writeFileSync(path.join(folder, 'corrections.csv'), '');
    const evaluate = ['evaluate', SAMPLE, '--model', 'second', '--twins', '--csv', '--corrections', 'corrections.csv'];
    const evaluated = await call(...evaluate);
    assert.match(evaluated, /calibration error +0\.\d+, 0\.\d+ at temperature \d+\.\d\d/);
    assert.match(evaluated, /without twins +\d+\.\d\d% \(.*\), \d+ images left out/);
    assert.match(evaluated, /without disputed .*, 0 images left out/);
    assert.match(evaluated, /output\.txt, evaluation\.json, predictions\.csv, per-class\.csv and confusion\.csv/);
    const evaluation = JSON.parse(fs.readFileSync(path.join(folder, 'evaluation.json'), 'utf8')) as Evaluation;
    assert.equal(evaluation.accuracy, comparison.runs[1].accuracy);
    assert.equal(fs.readFileSync(path.join(folder, 'confusion.csv'), 'utf8').split('\n').length, 12);
    // What was predicted is kept: the model is not asked again.
    fs.rmSync(path.join(folder, 'first', 'model'), { recursive: true });
    fs.rmSync(path.join(folder, 'second', 'model'), { recursive: true });
    assert.deepEqual(JSON.parse(await call('compare', 'first', 'second', SAMPLE, '--json')), comparison);
  });

  it('says what is wrong with what it was given', async () => {
    const folder = await temporaryFolder();
    const call = callIn(folder);
    const { data, recipe } = writeSmallData(folder, 1);
    await call('train', data, '--recipe', recipe, '--out', 'run');
    const refused = async (code: number, message: RegExp, ...parameters: string[]) => {
      const before = fs.readdirSync(folder);
      const end = await runCli(parameters, { folder });
      assert.equal(end.code, code, end.stderr);
      assert.equal(end.stdout, '');
      assert.match(end.stderr, message);
      assert.deepEqual(fs.readdirSync(folder), before);
    };
    await refused(2, /missing required argument 'data'/, 'compare', 'run', 'run');
    await refused(2, /whole number from 0/, 'compare', 'run', 'run', data, '--seed', 'x');
    await refused(1, /run: is both runs; choose two runs\n$/, 'compare', 'run', 'run', data);
    await refused(
      1,
      /nowhere: there is no such run; .*runs list shows those of this folder/,
      'compare',
      'run',
      'nowhere',
      data,
    );
    const evaluate = ['evaluate', data, '--model', 'run', '--corrections'];
    await refused(1, /none\.csv: there is no such file/, ...evaluate, 'none.csv');
    fs.writeFileSync(path.join(folder, 'broken.csv'), `${HEADER_LINE}${'0'.repeat(16)},,,,,,maybe,,,,,,,,\n`);
    await refused(1, /broken\.csv:2:7: "maybe" is no decision; .+\n$/, ...evaluate, 'broken.csv');
    assert.ok(!fs.existsSync(path.join(folder, 'output.txt')));
  });

  it('names no tables where nothing is labelled: there are none', async () => {
    const folder = await temporaryFolder();
    const call = callIn(folder);
    const { data, recipe } = writeSmallData(folder, 1);
    await call('train', data, '--recipe', recipe, '--out', 'run');
    const lines = fs.readFileSync(path.join(data, 'train.csv'), 'utf8').trimEnd().split('\n').slice(-5);
    const unlabelled = lines.map((line) => line.slice(line.indexOf(',') + 1)).join('\n');
    fs.writeFileSync(path.join(folder, 'unlabelled.csv'), `${unlabelled}\n`);
    const shown = await call('evaluate', 'unlabelled.csv', '--model', 'run', '--csv');
    assert.match(shown, /written\s+output\.txt, evaluation\.json and predictions\.csv\n/);
    assert.ok(!fs.existsSync(path.join(folder, 'confusion.csv')));
  });
});
