import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { temporaryFolder } from '../unit/engine/temporaryFolder';

describe('command line: closed pipes', () => {
  it('a reader that goes away is no fault', async () => {
    const cli = path.join(__dirname, '../../dist/cli.cjs');
    const parameters = [cli, 'analyze', path.join(__dirname, '../../media/sample'), '--json'];
    const child = spawn(process.execPath, parameters, {
      cwd: await temporaryFolder(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [code] = (await once(child, 'close')) as [number];
    assert.equal(code, 0, stderr);
    assert.ok(!stderr.includes('EPIPE'), stderr);
  });
});
