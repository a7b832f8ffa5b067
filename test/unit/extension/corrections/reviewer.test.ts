import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { askWhoReviews } from '../../../../src/extension/corrections/reviewer';

describe('who reviews', () => {
  let folder: string;
  const before: Record<string, string | undefined> = {};
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reviewer-'));
    // Neither this person's configuration nor the machine's.
    for (const name of ['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM']) {
      before[name] = process.env[name];
      process.env[name] = path.join(folder, 'none');
    }
  });
  afterEach(() => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('is whom Git names in the folder, whatever the name is', async () => {
    const name = '=cmd "Ada" $(touch x) Lovelace';
    execFileSync('git', ['init', '-q', folder]);
    execFileSync('git', ['-C', folder, 'config', 'user.name', name]);
    assert.equal(await askWhoReviews(folder), name);
  });

  it('is the system’s user where Git names nobody, and where the folder is none', async () => {
    const { username } = os.userInfo();
    assert.equal(await askWhoReviews(folder), username);
    assert.equal(await askWhoReviews(path.join(folder, 'gone')), username);
  });
});
