import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { findRun } from '../../../src/cli/findRun';
import type { Session } from '../../../src/cli/session';
import { sampleRecord } from '../engine/sampleRecord';
import { temporaryFolder } from '../engine/temporaryFolder';

describe('command line: the run that is meant', () => {
  let workingFolder: string;
  const find = (named?: string) => findRun({ workingFolder } as Session, named);
  const inRuns = (name: string) => path.join(workingFolder, '.fashion-mnist', 'runs', name);
  const make = (folder: string) => {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'run.json'), JSON.stringify(sampleRecord({ id: path.basename(folder) })));
  };

  beforeEach(async () => {
    workingFolder = await temporaryFolder();
  });

  it('is named by its id, whole or not', async () => {
    make(inRuns('whole'));
    make(inRuns('cut.partial'));
    assert.equal(await find('whole'), inRuns('whole'));
    assert.equal(await find('cut'), inRuns('cut.partial'));
    assert.equal(await find('cut.partial'), inRuns('cut.partial'));
  });

  it('is named by its folder before its id, whole or not', async () => {
    make(inRuns('mine'));
    make(path.join(workingFolder, 'mine.partial'));
    assert.equal(await find('mine'), path.join(workingFolder, 'mine.partial'));
  });

  it('is the newest where none is named', async () => {
    await assert.rejects(find(), /there is no trained model here/);
    make(inRuns('whole'));
    assert.equal(await find(), inRuns('whole'));
  });

  it('is looked for no further than that', async () => {
    await assert.rejects(find('nowhere'), /nowhere: there is no such run; .*runs list/);
    // From among the runs, that would be found; a path is not looked for there.
    make(path.join(workingFolder, '.fashion-mnist', 'outside'));
    await assert.rejects(find('../outside'), /outside: there is no such run/);
  });
});
