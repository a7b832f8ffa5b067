import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { PauseGate } from '../../../src/engine/pauseGate';
import { Stopwatch } from '../../../src/engine/stopwatch';

const never = new AbortController().signal;
const turn = () => new Promise((go) => setImmediate(go));

describe('the gate that pauses a training', () => {
  it('holds nothing while it is open', () => {
    const gate = new PauseGate();
    assert.equal(gate.hold(never), undefined);
    gate.set(true);
    gate.set(false);
    assert.equal(gate.hold(never), undefined);
  });

  it('holds until it is opened, also when it was opened and closed again in one go', async () => {
    const gate = new PauseGate();
    gate.set(true);
    gate.set(true);
    let passed = false;
    const held = gate.hold(never)!.then(() => (passed = true));
    gate.set(false);
    gate.set(true);
    await turn();
    assert.equal(passed, false);
    gate.set(false);
    await held;
    assert.equal(passed, true);
  });

  it('lets go of what is cancelled', async () => {
    const gate = new PauseGate();
    gate.set(true);
    const controller = new AbortController();
    const held = gate.hold(controller.signal);
    controller.abort();
    await held;
    assert.equal(gate.hold(controller.signal), undefined);
  });
});

describe('a stopwatch', () => {
  it('stands still while it waits, however the waiting ends', async () => {
    let time = 100;
    const watch = new Stopwatch(() => time);
    time += 3;
    await watch.pause(Promise.resolve().then(() => (time += 50)));
    time += 4;
    await assert.rejects(watch.pause(Promise.reject(new Error('no')).finally(() => (time += 8))), /no/);
    assert.equal(watch.now(), 7);
  });
});
