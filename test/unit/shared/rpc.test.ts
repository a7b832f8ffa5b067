import assert from 'node:assert/strict';
import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { connect, type Channel, type Handlers, type Silent } from '../../../src/shared/rpc';
import { UserError } from '../../../src/shared/userError';

interface Calls {
  double(value: number): number;
  fail(how: 'bug' | 'user' | 'text'): never;
  wait(argument: null): string;
  unsendable(argument: null): unknown;
}
interface Events {
  counted: number;
}
interface Server {
  calls: Calls;
  events: Events;
}

/** Both ends of a real message channel, which clones what is sent as a forked process does. */
function portChannel(port: MessagePort): Channel & { close: () => void } {
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      port.on('message', listener);
      return { dispose: () => void port.off('message', listener) };
    },
    onClose(listener) {
      const closed = () => listener('the port was closed');
      port.on('close', closed);
      return { dispose: () => void port.off('close', closed) };
    },
    close: () => port.close(),
  };
}

describe('rpc', () => {
  let near: ReturnType<typeof portChannel>;
  let far: ReturnType<typeof portChannel>;
  let signals: AbortSignal[];
  let counted: number[];
  let client: ReturnType<typeof connect<Silent, Server>>;
  let server: ReturnType<typeof connect<Server, Silent>>;

  const handlers = {
    double: (value) => Promise.resolve(2 * value),
    fail(how) {
      if (how === 'user')
        throw new UserError('value 300 is above 255', 'correct it', { file: 'a.csv', row: 7, column: 3 });
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- whatever is thrown must arrive
      throw how === 'bug' ? new TypeError('a bug') : 'just text';
    },
    wait: (_, { signal }) => {
      signals.push(signal);
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(`stopped by ${(signal.reason as Error).name}`));
      });
    },
    unsendable: () => () => 'a function cannot be cloned',
  } satisfies Handlers<Calls>;

  beforeEach(() => {
    const { port1, port2 } = new MessageChannel();
    [near, far] = [portChannel(port1), portChannel(port2)];
    [signals, counted] = [[], []];
    client = connect<Silent, Server>(near, {}, { counted: (value) => counted.push(value) });
    server = connect<Server, Silent>(far, handlers);
  });

  afterEach(() => {
    near.close();
    far.close();
  });

  const started = async () => {
    while (!signals.length) await new Promise((resolve) => setImmediate(resolve));
    return signals[0];
  };

  it('answers calls, each with its own result', async () => {
    const answers = await Promise.all([1, 2, 3].map((value) => client.call('double', value)));
    assert.deepEqual(answers, [2, 4, 6]);
  });

  it('tells events in order, before the answer that follows them', async () => {
    server.emit('counted', 1);
    server.emit('counted', 2);
    await client.call('double', 1);
    assert.deepEqual(counted, [1, 2]);
  });

  it('rejects with what the handler threw, with name, message and stack', async () => {
    await assert.rejects(client.call('fail', 'bug'), (error: Error) => {
      assert.equal(error.name, 'TypeError');
      assert.equal(error.message, 'a bug');
      assert.match(error.stack ?? '', /rpc\.test/);
      return true;
    });
  });

  it('rejects with a UserError and its place where one was thrown', async () => {
    await assert.rejects(client.call('fail', 'user'), (error: Error) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.message, 'a.csv:7:3: value 300 is above 255; correct it');
      assert.deepEqual(error.place, { file: 'a.csv', row: 7, column: 3 });
      return true;
    });
  });

  it('rejects when something other than an error was thrown', async () => {
    await assert.rejects(client.call('fail', 'text'), /thrown: just text/);
  });

  it('rejects when the other side has no such call', async () => {
    for (const name of ['missing', 'constructor', '__proto__']) {
      await assert.rejects(client.call(name as 'double', 1), new RegExp(`no such call: ${name}`));
    }
  });

  it('rejects when the argument cannot be sent', async () => {
    await assert.rejects(client.call('double', (() => 1) as never), { name: 'DataCloneError' });
  });

  it('rejects when the result cannot be sent', async () => {
    await assert.rejects(client.call('unsendable', null), { name: 'DataCloneError' });
  });

  it('lets a cancelled call answer with what it has', async () => {
    const abort = new AbortController();
    const call = client.call('wait', null, { signal: abort.signal });
    await started();
    abort.abort();
    assert.equal(await call, 'stopped by CancelledError');
  });

  it('sends nothing when the signal was aborted before', async () => {
    await assert.rejects(client.call('wait', null, { signal: AbortSignal.abort() }), { name: 'CancelledError' });
    await client.call('double', 1);
    assert.equal(signals.length, 0);
  });

  it('rejects what is pending when the channel closes, and cancels it on the other side', async () => {
    const call = client.call('wait', null);
    const signal = await started();
    const aborted = once(signal, 'abort');
    near.close();
    await assert.rejects(call, { name: 'ConnectionClosedError', message: 'the port was closed' });
    await aborted;
    assert.equal((signal.reason as Error).name, 'ConnectionClosedError');
  });

  it('rejects what is pending when the near side is disposed, and all later calls', async () => {
    const call = client.call('wait', null);
    client.dispose();
    await assert.rejects(call, { name: 'ConnectionClosedError' });
    await assert.rejects(client.call('double', 1), { name: 'ConnectionClosedError' });
  });

  it('cancels what it answers when the far side is disposed', async () => {
    const call = client.call('wait', null);
    const signal = await started();
    server.dispose();
    assert.ok(signal.aborted);
    near.close();
    await assert.rejects(call, { name: 'ConnectionClosedError' });
  });

  it('ignores what is no message of its own', async () => {
    for (const junk of [
      null,
      7,
      'text',
      {},
      { request: 'x' },
      { reply: 999 },
      { cancel: 999 },
      { event: 'toString' },
    ]) {
      far.post(junk);
      near.post(junk);
    }
    assert.equal(await client.call('double', 4), 8);
  });

  it('swallows an event when the channel is closed', () => {
    server.dispose();
    server.emit('counted', 1);
  });
});
