import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { Random } from '../../../src/engine/random';
import { bootstrapDifference, mcnemarExact } from '../../../src/shared/pairedStatistics';

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

const pOf = (onlyFirst: number, onlySecond: number) => mcnemarExact({ onlyFirst, onlySecond });

function intervalOf(
  [bothRight, onlyFirst, onlySecond, bothWrong]: readonly [number, number, number, number],
  seed = 1,
): readonly [number, number] {
  const random = new Random(seed, 'bootstrap');
  return bootstrapDifference({ bothRight, onlyFirst, onlySecond, bothWrong }, () => random.uniform());
}

describe("McNemar's exact test", () => {
  it('is that of coins, worked by hand', () => {
    // Twice 1 / 2^5; twice (1 + 12) / 2^12; twice (1 + 12 + 66) / 2^12.
    near(pOf(5, 0), 0.0625, 1e-15);
    near(pOf(1, 11), 0.00634765625, 1e-15);
    near(pOf(10, 2), 0.03857421875, 1e-15);
  });

  it('is 1 where nothing tells two models apart, or an even number of images does', () => {
    assert.deepEqual([pOf(0, 0), pOf(1, 0), pOf(7, 7), pOf(40_000, 40_000)], [1, 1, 1, 1]);
  });

  it('gives the published figure for the approval of the Prime Minister (Agresti; R, exact2x2): 3.716e-05', () => {
    assert.equal(pOf(150, 86).toPrecision(4), '0.00003716');
    assert.equal(pOf(86, 150), pOf(150, 86));
  });

  it('agrees with exact fractions', () => {
    near(pOf(24, 31), 0.41875418826901556, 1e-13);
    near(pOf(300, 240), 0.011050481081930009, 1e-13);
    near(pOf(1200, 1000) / 2.1817026407914712e-5, 1, 1e-10);
    near(pOf(6, 59) / 4.964650327128617e-12, 1, 1e-10);
  });

  it('is a probability, and falls as the counts draw apart', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3000), (few, more) => {
        const p = pOf(few, few + more);
        assert.ok(p >= 0 && p <= 1);
        assert.ok(pOf(few, few + more + 1) <= p * (1 + 1e-9));
      }),
    );
  });
});

describe('the paired bootstrap', () => {
  it('says nothing where no image tells the models apart, and everything where all do', () => {
    assert.deepEqual(intervalOf([90, 0, 0, 10]), [0, 0]);
    assert.deepEqual(intervalOf([0, 0, 0, 0]), [0, 0]);
    assert.deepEqual(intervalOf([0, 0, 12, 0]), [1, 1]);
    assert.deepEqual(intervalOf([0, 12, 0, 0]), [-1, -1]);
  });

  it('is what the multinomial distribution of four images gives', () => {
    // Each of four images falls to either model, or to none with probability 1/2. A difference of -4 has probability
    // 1/256, one of -3 has 4 x 1/64 x 1/2 = 1/32: the 2.5% point lies at -3.
    assert.deepEqual(intervalOf([1, 1, 1, 1]), [-0.75, 0.75]);
  });

  it('comes near to the normal interval where there are many images', () => {
    // 7 in 10,000, and sqrt(0.0055 - 0.0007^2) / 100 = 0.000742 as its standard deviation.
    const [low, high] = intervalOf([9000, 24, 31, 945]);
    near(low, 0.0007 - 1.96 * 0.000742, 0.0002);
    near(high, 0.0007 + 1.96 * 0.000742, 0.0002);
    // Half of 20,000 images: sqrt(0.5 - 0.1^2) / sqrt(20000) = 0.00495.
    const [from, to] = intervalOf([5000, 4000, 6000, 5000]);
    near(from, 0.1 - 1.96 * 0.00495, 0.0005);
    near(to, 0.1 + 1.96 * 0.00495, 0.0005);
  });

  it('is the same for a seed, and the other way round for the models exchanged', () => {
    assert.deepEqual(intervalOf([500, 40, 60, 100]), intervalOf([500, 40, 60, 100]));
    const [low, high] = intervalOf([500, 40, 60, 100]);
    const [from, to] = intervalOf([500, 60, 40, 100], 2);
    near(from, -high, 0.003);
    near(to, -low, 0.003);
  });

  it('holds the truth 95 times of 100', function () {
    // 60 of 400 images fall to the second model in truth, 40 to the first.
    const truth = 20 / 400;
    let held = 0;
    const trials = 300;
    for (let trial = 0; trial < trials; trial++) {
      const random = new Random('coverage', trial);
      const counts: [number, number, number, number] = [0, 0, 0, 0];
      for (let image = 0; image < 400; image++) {
        const u = random.below(400);
        counts[u < 40 ? 1 : u < 100 ? 2 : u < 300 ? 0 : 3]++;
      }
      const [low, high] = bootstrapDifference(
        { bothRight: counts[0], onlyFirst: counts[1], onlySecond: counts[2], bothWrong: counts[3] },
        () => random.uniform(),
        500,
      );
      if (low <= truth && truth <= high) held++;
    }
    // 285 of 300 expected, standard deviation 3.8.
    assert.ok(held > 270 && held < 297, `${held} of ${trials}`);
  });
});
