import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../unit/engine/temporaryFolder';
import { runCli } from './runCli';
import { writeSmallData } from './smallData';

describe('command line: bad input', () => {
  const commands: string[][] = [['analyze'], ['train', '--recipe', 'reference'], ['analyze', '--json']];

  /** Exit 1, nothing on standard output, one line on standard error, and no file more than before. */
  async function assertRefused(folder: string, parameters: string[], line: RegExp): Promise<void> {
    const before = fs.readdirSync(folder, { recursive: true });
    const { code, stdout, stderr } = await runCli(parameters, { folder });
    assert.equal(code, 1, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, /^[^\n]+\n$/);
    assert.match(stderr, line);
    assert.deepEqual(fs.readdirSync(folder, { recursive: true }), before);
  }

  for (const command of commands) {
    it(`${command.join(' ')}: a missing path`, async () => {
      const folder = await temporaryFolder();
      await assertRefused(folder, [...command, 'nowhere'], /nowhere: .+; .+/);
    });

    it(`${command.join(' ')}: a value outside 0-255, with its place`, async () => {
      const folder = await temporaryFolder();
      const row = [3, ...new Array<number>(783).fill(0), 256].join(',');
      fs.writeFileSync(path.join(folder, 'bad.csv'), `${row}\n`);
      await assertRefused(folder, [...command, 'bad.csv'], /bad\.csv:1:785: .+; .+/);
    });
  }

  it('evaluate without a run says how to get one', async () => {
    const folder = await temporaryFolder();
    const { data } = writeSmallData(folder);
    await assertRefused(folder, ['evaluate', data], /no trained model here; train one/);
  });

  it('evaluate with a folder that is no run', async () => {
    const folder = await temporaryFolder();
    const { data } = writeSmallData(folder);
    await assertRefused(folder, ['evaluate', data, '--model', 'data'], /data: is not a run folder/);
  });

  it('train with a recipe that is not there', async () => {
    const folder = await temporaryFolder();
    const { data } = writeSmallData(folder);
    await assertRefused(folder, ['train', data, '--recipe', 'secret'], /no recipe named "secret"/);
  });

  it('train on the native engine where there is none', async () => {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder);
    await assertRefused(
      folder,
      ['train', data, '--recipe', recipe, '--engine', 'native'],
      /the native engine is not installed; run/,
    );
  });

  it('a file name cannot steer the terminal or break the line', async function () {
    if (process.platform === 'win32') this.skip();
    const folder = await temporaryFolder();
    const { stderr } = await runCli(['analyze', 'a\u001b[31m\nb'], { folder });
    assert.equal(stderr.trimEnd().split('\n').length, 1, JSON.stringify(stderr));
    assert.ok(!stderr.includes('\u001b'));
  });
});
