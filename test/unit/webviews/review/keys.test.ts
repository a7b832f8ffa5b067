import assert from 'node:assert/strict';
import { DEFAULT_REVIEW_KEYS } from '../../../../src/shared/contracts/reviewView';
import { ariaKey, keyText, meaningOf, type Pressed } from '../../../../src/webviews/review/keys';

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});
const meant = (key: string, more: Partial<Pressed> = {}) => {
  const meaning = meaningOf(press(key, more), DEFAULT_REVIEW_KEYS);
  return meaning === null ? null : 'action' in meaning ? meaning.action : meaning.label;
};

describe('keys of the review', () => {
  it('each default key has its meaning', () => {
    for (const [action, keys] of Object.entries(DEFAULT_REVIEW_KEYS)) {
      for (const key of keys) {
        const parts = key.split(/\+(?=.)/);
        const name = parts.pop()!;
        const more = { ctrlKey: parts.includes('Ctrl'), shiftKey: parts.includes('Shift') };
        assert.equal(meant(name === 'Space' ? ' ' : name, more), action, key);
      }
    }
  });

  it('digits are class numbers, on the number block too, and where a layout needs Shift for them', () => {
    assert.equal(meant('0', { code: 'Digit0' }), 0);
    assert.equal(meant('9', { code: 'Numpad9' }), 9);
    assert.equal(meant('2', { code: 'Digit2', shiftKey: true }), 2, 'a French digit');
    assert.equal(meant('é', { code: 'Digit2' }), 2, 'its key without Shift');
    assert.equal(meant('!', { code: 'Digit1', shiftKey: true }), null, 'an American exclamation mark');
    assert.equal(meant('1', { code: 'Digit1', ctrlKey: true }), null);
    assert.equal(meant('1', { code: 'Digit1', altKey: true }), null);
  });

  it('letters count with Caps Lock, and not with Ctrl', () => {
    assert.equal(meant('U'), 'unsure');
    assert.equal(meant('s', { ctrlKey: true }), null, 'the editor saves');
    assert.equal(meant('u', { altKey: true }), null);
  });

  it('Ctrl is Cmd too, and Shift decides with it', () => {
    assert.equal(meant('z', { metaKey: true }), 'undo');
    assert.equal(meant('Z', { ctrlKey: true, shiftKey: true }), 'redo');
    assert.equal(meant('z'), null);
  });

  it('what needs Shift or AltGr on some keyboards is the same key', () => {
    assert.equal(meant('/', { shiftKey: true, code: 'Digit7' }), 'chooseClass', 'not the digit of that key');
    assert.equal(meant('?', { shiftKey: true }), 'help');
    assert.equal(meant('/', { ctrlKey: true, altKey: true, altGraph: true }), 'chooseClass');
  });

  it('keys that were set otherwise, and no others', () => {
    const keys = { ...DEFAULT_REVIEW_KEYS, unsure: ['x', 'Ctrl+Enter'], skip: [] };
    assert.deepEqual(meaningOf(press('x'), keys), { action: 'unsure' });
    assert.deepEqual(meaningOf(press('Enter', { ctrlKey: true }), keys), { action: 'unsure' });
    assert.equal(meaningOf(press('u'), keys), null);
    assert.equal(meaningOf(press('s'), keys), null);
  });

  it('are written for a person and for screen readers', () => {
    assert.equal(keyText('Ctrl+Shift+z'), 'Ctrl+Shift+Z');
    assert.equal(keyText('Ctrl+z', true), 'Cmd+Z');
    assert.equal(keyText('ArrowLeft'), '←');
    assert.equal(keyText('Space'), 'Space');
    assert.equal(keyText('/'), '/');
    assert.equal(keyText('+'), '+');
    assert.equal(ariaKey('Ctrl+Shift+z'), 'Control+Shift+z');
  });
});
