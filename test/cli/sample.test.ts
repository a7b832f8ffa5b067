import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../unit/engine/temporaryFolder';
import { runCli } from './runCli';

const SAMPLE = path.join(__dirname, '../../media/sample');

describe('command line: sample', () => {
  it('copies the carried sample into a new folder', async () => {
    const folder = await temporaryFolder();
    const { code, stdout } = await runCli(['sample', 'a/b', '--json'], { folder });
    assert.equal(code, 0);
    const { files } = JSON.parse(stdout) as { files: string[] };
    assert.deepEqual(files, fs.readdirSync(SAMPLE).sort());
    for (const file of files) {
      assert.deepEqual(fs.readFileSync(path.join(folder, 'a/b', file)), fs.readFileSync(path.join(SAMPLE, file)));
    }
  });

  it('replaces nothing, and copies nothing then', async () => {
    const folder = await temporaryFolder();
    fs.writeFileSync(path.join(folder, 'README.md'), 'mine');
    const { code, stderr } = await runCli(['sample', '.'], { folder });
    assert.equal(code, 1);
    assert.match(stderr, /README\.md: exists already; .+\n$/);
    assert.deepEqual(fs.readdirSync(folder), ['README.md']);
    assert.equal(fs.readFileSync(path.join(folder, 'README.md'), 'utf8'), 'mine');
  });
});
