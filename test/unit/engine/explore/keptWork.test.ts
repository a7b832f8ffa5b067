import assert from 'node:assert/strict';
import { KeptWork } from '../../../../src/engine/explore/keptWork';
import { never } from './makeSet';

describe('work that is kept', () => {
  const held = () => {
    const started: { end: (value: string) => void; fail: (error: Error) => void; signal: AbortSignal }[] = [];
    const work = new KeptWork<string>((signal) => new Promise((end, fail) => void started.push({ end, fail, signal })));
    return { started, work };
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('is done once for all who ask', async () => {
    const { started, work } = held();
    const both = Promise.all([work.get(never), work.get(never)]);
    await turn();
    assert.equal(work.value, undefined);
    started[0].end('done');
    assert.deepEqual(await both, ['done', 'done']);
    assert.equal(await work.get(never), 'done');
    assert.equal(work.value, 'done');
    assert.equal(started.length, 1);
  });

  it('goes on while one still waits, and is given up when the last cancels', async () => {
    const { started, work } = held();
    const [first, second] = [new AbortController(), new AbortController()];
    const asked = [first, second].map(({ signal }) => work.get(signal));
    await turn();
    first.abort(new Error('first'));
    await assert.rejects(asked[0], { message: 'first' });
    assert.equal(started[0].signal.aborted, false);
    second.abort(new Error('second'));
    await assert.rejects(asked[1], { message: 'second' });
    assert.equal(started[0].signal.aborted, true);
    // Asked for again, it begins anew; what is left of the first attempt changes nothing.
    const again = work.get(never);
    await turn();
    started[0].end('old');
    started[1].end('new');
    assert.equal(await again, 'new');
    assert.equal(work.value, 'new');
  });

  it('is tried again after it failed', async () => {
    const { started, work } = held();
    const failing = work.get(never);
    await turn();
    started[0].fail(new Error('broken'));
    await assert.rejects(failing, { message: 'broken' });
    const again = work.get(never);
    await turn();
    started[1].end('whole');
    assert.equal(await again, 'whole');
  });
});
