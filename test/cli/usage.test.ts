import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../unit/engine/temporaryFolder';
import { runCli } from './runCli';

describe('command line: usage', () => {
  it('--version prints the version of package.json', async () => {
    const { version } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../package.json'), 'utf8')) as {
      version: string;
    };
    assert.deepEqual(await runCli(['--version'], { folder: await temporaryFolder() }), {
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  it('--help names every command and goes to standard output', async () => {
    const { code, stdout, stderr } = await runCli(['--help'], { folder: await temporaryFolder() });
    assert.equal(code, 0);
    assert.equal(stderr, '');
    for (const command of [
      'analyze',
      'train',
      'evaluate',
      'compare',
      'ablate',
      'review',
      'runs',
      'sample',
      'doctor',
      'demo',
      'engine',
    ]) {
      assert.match(stdout, new RegExp(`^  ${command}\\b`, 'm'));
    }
  });

  const wrong: [why: string, parameters: string[], message: RegExp][] = [
    ['no command', [], /^Usage: fashion-mnist/],
    ['an unknown command', ['bake'], /unknown command 'bake'/],
    ['an unknown option', ['train', 'x', '--speed', '9'], /unknown option '--speed'/],
    ['no data', ['train'], /missing required argument 'data'/],
    ['no data to analyze', ['analyze'], /missing required argument 'data'/],
    ['an unknown engine', ['train', 'x', '--engine', 'cuda'], /Allowed choices are auto, native, wasm/],
    ['no epochs', ['train', 'x', '--epochs', '0'], /whole number from 1 to 1000/],
    ['half an epoch', ['train', 'x', '--epochs', '1.5'], /whole number from 1 to 1000/],
    ['a negative seed', ['train', 'x', '--seed', '-1'], /whole number from 0/],
    ['all held out', ['train', 'x', '--validation-share', '1'], /above 0 and below 1/],
    ['unknown weights', ['train', 'x', '--class-weights', 'heavy'], /Allowed choices are balanced, none/],
    ['a resumed run with another seed', ['train', '--resume', 'x', '--seed', '2'], /cannot be used with option/],
    ['an ablation with one seed', ['ablate', 'x', '--seeds', '1'], /whole number from 2 to 100/],
    ['one argument too many', ['evaluate', 'a', 'b'], /too many arguments/],
    ['runs without a verb', ['runs'], /^Usage: fashion-mnist runs/],
  ];
  for (const [why, parameters, message] of wrong) {
    it(`exits 2 for ${why}`, async () => {
      const folder = await temporaryFolder();
      const { code, stdout, stderr } = await runCli(parameters, { folder });
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, message);
      assert.deepEqual(fs.readdirSync(folder), []);
    });
  }
});
