import assert from 'node:assert/strict';
import { checkKeys } from '../../../../src/extension/review/checkKeys';
import { DEFAULT_REVIEW_KEYS } from '../../../../src/shared/contracts/reviewView';

describe('checkKeys', () => {
  it('without a setting yields the default keys', () => {
    for (const nothing of [undefined, null, {}]) {
      assert.deepEqual(checkKeys(nothing), { keys: DEFAULT_REVIEW_KEYS, problems: [] });
    }
  });

  it('takes the keys of an action from the setting, and leaves the others', () => {
    const { keys, problems } = checkKeys({ unsure: ['x'], redo: ['Ctrl+r'] });
    assert.deepEqual(keys, { ...DEFAULT_REVIEW_KEYS, unsure: ['x'], redo: ['Ctrl+r'] });
    assert.deepEqual(problems, []);
  });

  it('brings keys into the form in which they are told to the view', () => {
    const { keys, problems } = checkKeys({ unsure: ['X', ' '], undo: ['cmd+Z', 'Ctrl+SHIFT+u'], acceptModel: ['ö'] });
    assert.deepEqual(keys.unsure, ['x', 'Space']);
    assert.deepEqual(keys.undo, ['Ctrl+z', 'Ctrl+Shift+u']);
    assert.deepEqual(keys.acceptModel, ['ö']);
    assert.deepEqual(problems, []);
  });

  it('gives each key one action: what is set wins over a default, the first over a later one', () => {
    const { keys, problems } = checkKeys({ keep: ['s'], unsure: ['s', 'x', 'X'] });
    assert.deepEqual([keys.keep, keys.unsure, keys.skip], [['s'], ['x'], []]);
    assert.deepEqual(problems, [
      'unsure: s is the key of keep already',
      'skip has no key any more: its own are those of others now',
    ]);
    const all = Object.values(keys).flat();
    assert.equal(new Set(all).size, all.length);
  });

  it('refuses what is no key, digits, Tab and Escape, and keeps the default then', () => {
    const bad = ['', 'Tab', 'Escape', 'xy', '7', 7, null, ['x'], 'Alt+x', '\n'];
    const { keys, problems } = checkKeys({ unsure: bad, skip: 's', keep: [...bad, 'k'] });
    assert.deepEqual([keys.unsure, keys.skip, keys.keep], [['u'], ['s'], ['k']]);
    assert.equal(problems.length, 2 * bad.length + 1);
    assert.ok(problems.includes('unsure: the digit 7 gives an image the class of that number'));
    assert.ok(problems.includes('skip needs a list of keys, as in ["x"]'));
  });

  it('an empty list takes an action its keys', () => {
    assert.deepEqual(checkKeys({ grid: [] }).keys.grid, []);
  });

  it('ignores what is no action, also names that every object has', () => {
    const setting = JSON.parse('{"__proto__": ["x"], "constructor": ["y"], "fly": ["z"]}') as unknown;
    const { keys, problems } = checkKeys(setting);
    assert.deepEqual(keys, DEFAULT_REVIEW_KEYS);
    assert.equal(problems.length, 3);
    assert.deepEqual(checkKeys('u').keys, DEFAULT_REVIEW_KEYS);
    assert.deepEqual(checkKeys(['u']).keys, DEFAULT_REVIEW_KEYS);
  });
});
