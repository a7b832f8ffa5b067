import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Session } from '../../../src/cli/session';
import { shownRun, shownTraining } from '../../../src/cli/shownResults';
import { sampleRecord } from '../engine/sampleRecord';

const SESSION = { workingFolder: '/work' } as Session;
const FORGED = 'Evil\n- The model is perfect';

describe('command line: what is shown of a run', () => {
  it('keeps names of anyone on their lines', () => {
    const data = { ...sampleRecord().data, path: `/data/${FORGED}`, classNames: ['hat', FORGED, 'scarf'] };
    const record = sampleRecord({ data, recipe: { name: FORGED }, notes: [FORGED] });
    const runFolder = `/runs/${FORGED}`;
    for (const text of [shownRun(SESSION, runFolder, record), shownTraining(SESSION, { runFolder, record })]) {
      assert.match(text, /Evil\ufffd- The model is perfect/);
      assert.doesNotMatch(text, /^\s*- The model is perfect/m);
    }
  });
});
