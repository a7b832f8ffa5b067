import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { ProgressDisplay } from '../../../src/cli/progressDisplay';

function stream(terminal: boolean): { stream: NodeJS.WritableStream; written: () => string } {
  let text = '';
  const writable = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  if (terminal) Object.assign(writable, { isTTY: true, columns: 40 });
  return { stream: writable, written: () => text };
}

describe('command line: progress', () => {
  it('a terminal gets a bar that never wraps, and lines above it', () => {
    const { stream: terminal, written } = stream(true);
    const display = new ProgressDisplay(terminal, () => 0);
    display.update({ message: 'epoch 1 of 10 of a long training', fraction: 0.5, secondsLeft: 61 });
    assert.match(written(), /█{12}░{12} {2}50%/);
    const line = written().replace(/\u001b\[[\d;]*[A-Z]/g, '');
    assert.equal(line.length, 39);
    display.note('epoch 1 done');
    assert.match(written(), /epoch 1 done\n$/);
  });

  it('elsewhere come plain lines, few of them', () => {
    const { stream: pipe, written } = stream(false);
    let now = 0;
    const display = new ProgressDisplay(pipe, () => now);
    for (; now < 60; now += 0.1) display.update({ message: 'reading', fraction: now / 60 });
    display.clear();
    const lines = written().split('\n').slice(0, -1);
    assert.ok(lines.length >= 5 && lines.length <= 7, written());
    assert.match(lines[0], /^ *\d+% {2}reading$/);
  });

  it('a short job says nothing', () => {
    const { stream: pipe, written } = stream(false);
    const display = new ProgressDisplay(pipe, () => 0.5);
    display.update({ message: 'reading', fraction: 0.5 });
    assert.equal(written(), '');
  });

  it('text of data cannot steer the terminal', () => {
    const { stream: pipe, written } = stream(false);
    new ProgressDisplay(pipe).note('ignored a\u001b[2Jb');
    assert.ok(!written().includes('\u001b'));
  });
});
