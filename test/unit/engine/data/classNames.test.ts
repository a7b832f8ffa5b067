import assert from 'node:assert/strict';
import { classFinder, naturalOrder } from '../../../../src/engine/data/classNames';
import { FASHION_MNIST_CLASSES } from '../../../../src/shared/classes';

describe('which class a folder name stands for', () => {
  const find = classFinder(FASHION_MNIST_CLASSES);
  const known = {
    'T-shirt_top': 0,
    'T-shirt-top': 0,
    't shirt top': 0,
    tshirttop: 0,
    TROUSER: 1,
    Ankle_boot: 9,
    'ankle boot': 9,
    AnkleBoot: 9,
    0: 0,
    9: 9,
    '03': 3,
  };
  for (const [name, label] of Object.entries(known)) it(`${name}: ${label}`, () => assert.equal(find(name), label));
  for (const name of ['10', '-1', '1.5', 'boot', 'T-shirt', '', '__proto__', 'constructor'])
    it(`none: ${name}`, () => assert.equal(find(name), -1));

  it('a name that two classes share without its signs stands for neither, the exact one for its own', () => {
    const shared = classFinder(['a-b', 'a b', 'c']);
    assert.deepEqual([shared('a_b'), shared('a b'), shared('a-b')], [-1, 1, 0]);
  });

  it('a class that is called by a number is that class', () => {
    assert.equal(classFinder(['1', '0'])('1'), 0);
  });

  it('names whose letters are not Latin', () => {
    const find2 = classFinder(['靴', 'かばん', 'рубашка']);
    assert.deepEqual([find2('かばん'), find2('РУБАШКА'), find2('靴_')], [1, 2, 0]);
  });

  it('orders names as people count', () => {
    assert.deepEqual(['b10', 'b9', 'B1', 'a'].sort(naturalOrder), ['a', 'B1', 'b9', 'b10']);
  });
});
