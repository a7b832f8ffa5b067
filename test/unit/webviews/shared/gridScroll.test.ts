import assert from 'node:assert/strict';
import { HIGHEST_ELEMENT, ScrollRange } from '../../../../src/webviews/shared/gridScroll';

describe('scrolling further than an element can be high', () => {
  const high = () => {
    const range = new ScrollRange();
    range.resize(10 * HIGHEST_ELEMENT, 800);
    return range;
  };

  it('is plain scrolling where the content is not too high', () => {
    const range = new ScrollRange();
    range.resize(5000, 800);
    assert.equal(range.elementHeight, 5000);
    range.scrolled(1234);
    assert.equal(range.top, 1234);
    range.moveTo(99_999);
    assert.deepEqual([range.top, range.elementTop], [4200, 4200]);
  });

  it('bounds the height of the element', () => {
    assert.equal(high().elementHeight, HIGHEST_ELEMENT);
  });

  it('reaches both ends', () => {
    const range = high();
    range.scrolled(HIGHEST_ELEMENT - 800);
    assert.equal(range.top, 10 * HIGHEST_ELEMENT - 800);
    range.scrolled(0);
    assert.equal(range.top, 0);
  });

  it('a dragged scroll bar goes to its share of the content', () => {
    const range = high();
    range.scrolled((HIGHEST_ELEMENT - 800) / 2);
    assert.equal(range.top, (10 * HIGHEST_ELEMENT - 800) / 2);
  });

  it('the wheel moves by its own pixels, anywhere', () => {
    const range = high();
    range.moveTo(40_000_000);
    const at = range.elementTop;
    range.scrolled(at + 100);
    assert.equal(range.top, 40_000_100);
    range.scrolled(at + 60);
    assert.equal(range.top, 40_000_060);
  });

  it('what it was told itself changes nothing', () => {
    const range = high();
    range.moveTo(12_345_678);
    range.scrolled(range.elementTop);
    assert.equal(range.top, 12_345_678);
  });

  it('stays within when the content becomes shorter', () => {
    const range = high();
    range.moveTo(70_000_000);
    range.resize(1000, 800);
    assert.equal(range.top, 200);
    range.resize(100, 800);
    assert.deepEqual([range.top, range.elementTop], [0, 0]);
  });
});
