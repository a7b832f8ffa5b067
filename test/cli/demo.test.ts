import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../unit/engine/temporaryFolder';
import { runCli } from './runCli';

describe('command line: demo, which npm start runs', function () {
  this.timeout(180_000);

  it('analyses, trains and evaluates the carried sample, and says what to do next', async () => {
    const folder = await temporaryFolder();
    const { code, stdout, stderr } = await runCli(['demo'], { folder });
    assert.equal(code, 0, stderr);
    for (const file of ['output.txt', 'evaluation.json', 'predictions.csv', 'analysis.txt', 'analysis.json']) {
      assert.ok(fs.existsSync(path.join(folder, file)), file);
      assert.ok(stdout.includes(file), file);
    }
    assert.match(stdout, /code output\.txt/);
    const { accuracy, count } = JSON.parse(fs.readFileSync(path.join(folder, 'evaluation.json'), 'utf8')) as {
      accuracy: number;
      count: number;
    };
    assert.equal(count, 1000);
    assert.ok(accuracy > 0.7, `accuracy ${accuracy}`);
  });
});
