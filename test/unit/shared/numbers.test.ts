import assert from 'node:assert/strict';
import { countOf, countText, levelText, parseNumber, shareText, shortLevelText } from '../../../src/shared/numbers';

describe('numbers for a person', () => {
  it('counts have separators, levels and shares one decimal', () => {
    assert.deepEqual([countText(48213), levelText(96.25), shareText(0.928)], ['48,213', '96.3', '92.8%']);
    assert.deepEqual([shortLevelText(96), shortLevelText(96.25)], ['96', '96.3']);
    assert.deepEqual([countOf(1, 'image', 'images'), countOf(1200, 'image', 'images')], ['1 image', '1,200 images']);
  });

  it('takes a typed number with comma or point, no text, and tells what is none', () => {
    assert.deepEqual(['12', ' 1,5 ', '1.5', '', 'x', '1e999'].map(parseNumber), [
      12,
      1.5,
      1.5,
      null,
      undefined,
      undefined,
    ]);
  });
});
