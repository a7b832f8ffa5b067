import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  type Answer,
  expectErrors,
  learnFromAnswers,
  revise,
  sigmoid,
  suggestCut,
} from '../../../src/shared/expectedErrors';
import { Random } from '../../../src/engine/random';

function near(actual: number, expected: number, tolerance = 1e-9): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

describe('expected errors', () => {
  it('are those of independent trials: 50 at 0.42 give 21, standard deviation 3.49', () => {
    const { expected, sd, interval } = expectErrors(new Array<number>(50).fill(0.42));
    near(expected, 21);
    near(sd, Math.sqrt(50 * 0.42 * 0.58));
    near(interval[1] - expected, 1.959963984540054 * sd);
  });

  it('are the same of images that are counted together, however many', () => {
    const belief = learnFromAnswers([{ probability: 0.3, isWrong: true }]);
    const one = expectErrors([0.2, 0.2, 0.2, 0.9], belief);
    const counted = expectErrors([{ probability: 0.2, count: 3 }, 0.9], belief);
    assert.deepEqual([one.images, counted.images], [4, 4]);
    near(counted.expected, one.expected);
    near(counted.sd, one.sd);
    // No list of so many could be made.
    const { images, expected } = expectErrors([{ probability: 0.5, count: 1e12 }]);
    assert.deepEqual([images, expected], [1e12, 5e11]);
  });

  it('stay within what is possible', () => {
    assert.deepEqual(expectErrors([0.01, 0.01]).interval[0], 0);
    assert.equal(expectErrors([0.99, 0.99]).interval[1], 2);
    assert.deepEqual(expectErrors([]).interval, [0, 0]);
  });

  it('are as assumed before anything was answered, but less certain', () => {
    const belief = learnFromAnswers([]);
    near(revise(0.3, belief), 0.3);
    const probabilities = [0.2, 0.6, 0.7];
    near(expectErrors(probabilities, belief).expected, 1.5);
    assert.ok(expectErrors(probabilities, belief).sd > expectErrors(probabilities).sd);
  });

  it('fall when the reviewer finds fewer than was said, rise when more, and become more certain', () => {
    const answers = (wrong: number) =>
      Array.from({ length: 100 }, (_, at) => ({ probability: 0.5, isWrong: at < wrong }));
    const rest = new Array<number>(50).fill(0.5);
    const few = expectErrors(rest, learnFromAnswers(answers(10)));
    const many = expectErrors(rest, learnFromAnswers(answers(90)));
    assert.ok(few.expected < 9 && many.expected > 41, `${few.expected} ${many.expected}`);
    assert.ok(few.sd < expectErrors(rest, learnFromAnswers([])).sd);
  });

  it('of the next images come near the truth where the probabilities were far from it', () => {
    // Truth: the log-odds are 1.5 lower than what was said. Of 3,000 images the 600 most doubtful are answered.
    const random = new Random('expected errors');
    const images = Array.from({ length: 3000 }, () => {
      const odds = 2 * random.normal() - 1;
      return { probability: sigmoid(odds), isWrong: random.uniform() < sigmoid(odds - 1.5) };
    }).sort((a, b) => b.probability - a.probability);
    const next = images.slice(600, 650);
    const probabilities = next.map(({ probability }) => probability);
    const truth = next.filter(({ isWrong }) => isWrong).length;
    const said = expectErrors(probabilities);
    assert.ok(truth < said.interval[0], `${truth} was said all along: ${said.interval.join(' to ')}`);
    const { expected, interval } = expectErrors(probabilities, learnFromAnswers(images.slice(0, 600)));
    assert.ok(interval[0] <= truth && truth <= interval[1], `${truth} is not in ${interval.join(' to ')}`);
    assert.ok(Math.abs(expected - truth) < Math.abs(said.expected - truth) / 3, `${expected} ${truth}`);
  });

  it('are left alone far from all answers, and stay possible', () => {
    const belief = learnFromAnswers(new Array<Answer>(500).fill({ probability: 0.6, isWrong: true }));
    near(revise(0.001, belief), 0.001, 1e-6);
    assert.equal(revise(0.7, belief), 1);
    // (10 + 500) / (10 + 300) times 0.6 is 0.987.
    near(revise(0.6, belief), (0.6 * 510) / 310);
    for (const value of [0, 1]) assert.ok(Number.isFinite(revise(value, belief)));
  });
});

describe('the suggested cut', () => {
  it('has the best expected F1', () => {
    // 1 of 0.9 + 0.8 + 0.1 = 1.8: 1.8 / 2.8, then 3.4 / 3.8, then 3.6 / 4.8.
    const { flagged, expectedF1 } = suggestCut([0.1, 0.9, 0.8]);
    assert.equal(flagged, 2);
    near(expectedF1, 3.4 / 3.8);
  });

  it('is nothing where nothing is to be expected', () => {
    assert.deepEqual(suggestCut([0, 0]), { flagged: 0, expectedF1: 0 });
    assert.equal(suggestCut(new Array<number>(400).fill(0.001)).flagged, 0);
  });
});
