import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { sampleRecord } from '../unit/engine/sampleRecord';
import { temporaryFolder } from '../unit/engine/temporaryFolder';
import { runCli } from './runCli';

describe('command line: a run that was interrupted', () => {
  it('is shown, resumed and deleted by its id', async () => {
    const folder = await temporaryFolder();
    const partial = path.join(folder, '.fashion-mnist', 'runs', 'cut.partial');
    fs.mkdirSync(partial, { recursive: true });
    const record = sampleRecord({ id: 'cut', state: 'interrupted' });
    fs.writeFileSync(path.join(partial, 'run.json'), JSON.stringify(record));
    const call = (...parameters: string[]) => runCli(parameters, { folder });

    const shown = await call('runs', 'show', 'cut');
    assert.equal(shown.code, 0, shown.stderr);
    assert.match(shown.stdout, /state +interrupted/);
    // The run is found: what it lacks is a recipe.
    const resumed = await call('train', '--resume', 'cut');
    assert.equal(resumed.code, 1);
    assert.match(resumed.stderr, /cut\.partial.run\.json: network/);
    const deleted = await call('runs', 'delete', 'cut');
    assert.equal(deleted.code, 0, deleted.stderr);
    assert.ok(!fs.existsSync(partial));
  });
});
