import assert from 'node:assert/strict';
import { abortWhenInterrupted, type Host, ProcessEndError } from '../../../src/cli/interruption';

/** Signals by hand, at times by hand. */
function makeHost() {
  const listeners: Record<string, () => void> = {};
  const exits: number[] = [];
  const told: string[] = [];
  const clock = { now: 1000 };
  const host: Host = {
    on: (name, listener) => (listeners[name] = listener),
    exit: (code) => exits.push(code),
    now: () => clock.now,
    tell: (line) => told.push(line),
  };
  const send = (name: string, after = 1000) => {
    clock.now += after;
    listeners[name]();
  };
  return { signal: abortWhenInterrupted(host), send, exits, told };
}

describe('interruption', () => {
  it('Ctrl+C is a stop, and says what a second one does', () => {
    const { signal, send, exits, told } = makeHost();
    send('SIGINT');
    assert.equal((signal.reason as Error).name, 'AbortError');
    assert.deepEqual(exits, []);
    assert.deepEqual(told, ['Stopping; Ctrl+C again ends at once.']);
  });

  it('a second Ctrl+C ends at once', () => {
    const { send, exits } = makeHost();
    send('SIGINT');
    send('SIGINT');
    assert.deepEqual(exits, [130]);
  });

  it('the same Ctrl+C, passed on by npm, is no second one', () => {
    const { send, exits } = makeHost();
    send('SIGINT');
    send('SIGINT', 5);
    assert.deepEqual(exits, []);
    send('SIGINT');
    assert.deepEqual(exits, [130]);
  });

  for (const name of ['SIGTERM', 'SIGHUP']) {
    it(`${name} is no stop: the process has to end`, () => {
      const { signal, send, exits } = makeHost();
      send(name);
      assert.ok(signal.reason instanceof ProcessEndError);
      send(name);
      assert.deepEqual(exits, [], 'a closed terminal may tell twice');
      send('SIGINT');
      assert.deepEqual(exits, [130]);
    });
  }
});
