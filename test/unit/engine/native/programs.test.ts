import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { findCompiler } from '../../../../src/engine/native/compile';
import { runProgram } from '../../../../src/engine/native/runProgram';
import { downloadWheel, findPip } from '../../../../src/engine/native/wheel';
import { UserError } from '../../../../src/shared/userError';
import { temporaryFolder } from '../temporaryFolder';

const signal = new AbortController().signal;

/** Programs that the installation calls, where they are missing or fail. */
describe('native engine: pip and compiler', () => {
  const { PATH } = process.env;
  let programs: string;

  beforeEach(async function () {
    if (process.platform === 'win32') this.skip();
    programs = await temporaryFolder();
    process.env['PATH'] = programs;
  });
  afterEach(() => {
    process.env['PATH'] = PATH;
  });

  function makeProgram(name: string, script: string): void {
    fs.writeFileSync(path.join(programs, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const userError = (pattern: RegExp) => (error: unknown) => error instanceof UserError && pattern.test(error.message);

  it('no pip', async () => {
    await assert.rejects(findPip(signal), userError(/needs pip .+; install it \("apt-get install python3-pip"/));
  });

  it('a Python without pip is passed over', async () => {
    makeProgram('python3', 'echo "No module named pip" >&2; exit 1');
    makeProgram('pip3', 'echo pip 24');
    assert.deepEqual(await findPip(signal), ['pip3']);
  });

  it('pip that cannot download: its last error is told', async () => {
    makeProgram('pip3', 'echo "WARNING: retrying" >&2; echo "ERROR: No matching distribution found" >&2; exit 1');
    await assert.rejects(
      downloadWheel(['pip3'], programs, false, signal),
      userError(/could not download tensorflow-cpu .*\(ERROR: No matching distribution found\); check the network/),
    );
  });

  it('no compiler', async () => {
    await assert.rejects(
      findCompiler(signal, undefined),
      userError(/needs a C\+\+ compiler.+; install one \("apt-get install g\+\+"/),
    );
    await assert.rejects(findCompiler(signal, 'g++-99'), userError(/named by CXX, g\+\+-99, does not run/));
  });

  it('any of the usual compilers will do', async () => {
    makeProgram('clang++', 'echo clang');
    assert.equal(await findCompiler(signal, undefined), 'clang++');
  });

  it('a program that does not end is ended when the person gives up', async () => {
    makeProgram('sleeper', `PATH=${PATH ?? ''} exec sleep 60`);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    await assert.rejects(runProgram('sleeper', [], { signal: controller.signal }), { name: 'AbortError' });
  });

  it('a program that says nothing is given up', async () => {
    makeProgram('sleeper', `PATH=${PATH ?? ''} exec sleep 60`);
    assert.equal((await runProgram('sleeper', [], { signal, timeoutSeconds: 1 })).gaveUp, true);
  });
});
