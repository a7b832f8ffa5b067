import assert from 'node:assert/strict';
import { LastingWork } from '../../../../src/extension/images/lastingWork';
import { CancelledError, ConnectionClosedError } from '../../../../src/shared/rpc';

describe('work that lasts while its view is hidden', () => {
  /** Work that ends when told to, and counts how often it was begun. */
  function controlled() {
    let finish!: (value: string) => void;
    const seen = { begun: 0, signal: new AbortController().signal };
    const work = (signal: AbortSignal) => {
      seen.begun++;
      seen.signal = signal;
      return new Promise<string>((resolve, reject) => {
        finish = resolve;
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    };
    return { work, seen, finish: (value: string) => finish(value) };
  }

  it('goes on when the view goes, and is joined by the view that comes', async () => {
    const lasting = new LastingWork();
    const { work, seen, finish } = controlled();
    const gone = new AbortController();
    const first = lasting.run('x', gone.signal, work);
    gone.abort(new ConnectionClosedError('the view is gone'));
    const second = lasting.run('x', new AbortController().signal, work);
    finish('done');
    assert.deepEqual(await Promise.all([first, second]), ['done', 'done']);
    assert.equal(seen.begun, 1);
    assert.equal(seen.signal.aborted, false);
  });

  it('ends when a person cancels it, for all who wait', async () => {
    const lasting = new LastingWork();
    const { work, seen } = controlled();
    const cancelled = new AbortController();
    const first = lasting.run('x', new AbortController().signal, work);
    const second = lasting.run('x', cancelled.signal, work);
    cancelled.abort(new CancelledError());
    await assert.rejects(first, CancelledError);
    await assert.rejects(second, CancelledError);
    assert.equal(seen.signal.aborted, true);
  });

  it('ends as a whole when its view is closed', async () => {
    const lasting = new LastingWork();
    const { work, seen } = controlled();
    const only = lasting.run('x', new AbortController().signal, work);
    lasting.dispose();
    await assert.rejects(only, CancelledError);
    assert.equal(seen.signal.aborted, true);
  });

  it('begins anew after its end, and by another name at the same time', async () => {
    const lasting = new LastingWork();
    const { signal } = new AbortController();
    const values = [
      lasting.run('x', signal, () => Promise.resolve(1)),
      lasting.run('y', signal, () => Promise.resolve(2)),
    ];
    assert.deepEqual(await Promise.all(values), [1, 2]);
    assert.equal(await lasting.run('x', signal, () => Promise.resolve(3)), 3);
    await assert.rejects(
      lasting.run('x', signal, () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(await lasting.run('x', signal, () => Promise.resolve(4)), 4);
  });
});
