import assert from 'node:assert/strict';
import { checkAblation } from '../../../../src/webviews/training/form/ablationDraft';
import { ablationSeconds } from '../../../../src/webviews/training/form/estimate';

const good = { seeds: '3', images: '6000', epochs: '3', without: [] };

describe('the form of an ablation', () => {
  it('asks for three seeds at least', () => {
    assert.deepEqual(checkAblation(good, 5).numbers, { seeds: 3, images: 6000, epochs: 3 });
    assert.deepEqual(Object.keys(checkAblation({ ...good, seeds: '2' }, 5).problems), ['seeds']);
  });

  it('says what else is wrong, all at once', () => {
    const { problems, numbers } = checkAblation({ seeds: 'x', images: '99', epochs: '0', without: [] }, 0);
    assert.deepEqual(Object.keys(problems).sort(), ['epochs', 'images', 'parts', 'seeds']);
    assert.equal(numbers, null);
  });

  it('counts the whole network among the trainings', () => {
    assert.equal(ablationSeconds(1000, { parts: 4, seeds: 3, images: 2000, epochs: 2 }), (5 * 3 * 2000 * 2) / 1000);
  });
});
