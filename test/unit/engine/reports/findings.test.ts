import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findFacts } from '../../../../src/engine/reports/findings';
import type { Analysis, Distribution, SplitAnalysis } from '../../../../src/shared/contracts/analysis';
import { histogram, summarize } from '../../../../src/shared/statistics';

const NAMES = ['hat', 'glove', 'scarf'];

function distribution(values: number[]): Distribution {
  return { ...summarize(values), histogram: histogram(values, 0, 255, 51) };
}

const EVEN = [10, 20, 30, 40, 50];
// Four fifths low, one fifth high: skewness (1 - 2 * 0.2) / sqrt(0.2 * 0.8) = 1.5.
const TAIL = Array.from({ length: 25 }, (_, index) => (index < 20 ? 1 : 100));

function splitOf(split: string, counts: number[], changes: Partial<SplitAnalysis> = {}): SplitAnalysis {
  return {
    split,
    count: counts.reduce((total, count) => total + count, 0),
    labelled: true,
    pixelMean: 0.1,
    pixelSd: 0.2,
    zeroShare: 0.5,
    blankCount: 0,
    intensity: distribution(EVEN),
    deviation: distribution(EVEN),
    classes: counts.map((count, label) => ({
      label,
      name: NAMES[label],
      count,
      meanIntensity: count > 0 ? 10 * (label + 1) : null,
      meanImage: null,
    })),
    ...changes,
  };
}

function factsOf(splits: SplitAnalysis[], changes: Partial<Analysis> = {}): string {
  return findFacts({
    kind: 'fashion-mnist analysis',
    formatVersion: 1,
    dataPath: '/data',
    taken: [],
    ignored: [],
    damaged: [],
    image: { width: 28, height: 28, channels: 1 },
    count: splits.reduce((total, { count }) => total + count, 0),
    classNames: NAMES,
    splits,
    mainSplit: splits[0].split,
    firstImages: [],
    duplicates: { groupCount: 0, imageCount: 0, acrossSplits: 0, differingLabels: 0, groups: [] },
    alikeByMeanImage: [],
    neighbours: null,
    ...changes,
  }).join('\n');
}

describe('findings on balance', () => {
  it('say so when all classes have as many images', () => {
    assert.match(
      factsOf([splitOf('train', [1000, 1000, 1000])]),
      /The 3 classes are balanced in train: 1,000 images each\./,
    );
  });

  it('give the range when they nearly do', () => {
    assert.match(
      factsOf([splitOf('train', [105, 100, 104])]),
      /nearly balanced in train: from 100 \(glove\) to 105 \(hat\)/,
    );
  });

  it('name the classes when they do not', () => {
    const facts = factsOf([splitOf('train', [900, 90, 600])]);
    assert.match(facts, /not balanced in train: hat has 900 images, 10\.0 times as many as glove \(90\)/);
    assert.match(facts, /Less than half of an even share: glove \(90\)/);
    assert.doesNotMatch(facts, /scarf \(600\)/);
  });

  it('name what is missing, and what is not labelled', () => {
    assert.match(
      factsOf([splitOf('train', [10, 0, 10])]),
      /No images in train of glove\.\nThe 2 other classes are balanced/,
    );
    assert.match(factsOf([splitOf('all', [], { labelled: false })]), /^The images are not labelled/);
  });
});

describe('findings on intensity', () => {
  it('measure which way a histogram leans', () => {
    const right = splitOf('train', [5, 5, 5], { intensity: distribution(TAIL) });
    assert.match(
      factsOf([right]),
      /Mean intensity per image in train is skewed to the right \(skewness \+1\.50, .*bright images/,
    );
    const left = splitOf('train', [5, 5, 5], { intensity: distribution(TAIL.map((value) => 101 - value)) });
    assert.match(
      factsOf([left]),
      /Mean intensity per image in train is skewed to the left \(skewness -1\.50, .*dark images/,
    );
    assert.match(factsOf([splitOf('train', [5, 5, 5])]), /Mean intensity per image in train leans to neither side/);
  });

  it('tell no lean that a few images may have by chance', () => {
    const few = splitOf('train', [2, 2, 1], { intensity: distribution([1, 2, 3, 4, 100]) });
    assert.match(factsOf([few]), /Mean intensity per image in train shows no lean beyond chance \(skewness \+1\.5/);
  });

  it('name the brightest and the darkest class', () => {
    assert.match(
      factsOf([splitOf('train', [5, 5, 5])]),
      /scarf is the brightest class .* \(mean grey level 30\.0 of 255\), hat the darkest \(10\.0\)/,
    );
  });

  it('tell a light background and blank images', () => {
    const facts = factsOf([splitOf('all', [5, 5, 5], { pixelMean: 0.8, blankCount: 1 })]);
    assert.match(facts, /The images are bright \(mean 204\.0 of 255\)/);
    assert.match(facts, /1 image has one grey level throughout/);
    assert.doesNotMatch(factsOf([splitOf('all', [5, 5, 5])]), /bright \(|one grey level/);
  });
});

describe('findings on splits', () => {
  it('tell drift of brightness and of classes, with its direction', () => {
    const train = splitOf('train', [500, 500, 500], {
      intensity: distribution(Array.from({ length: 1500 }, (_, i) => i % 50)),
    });
    const test = splitOf('test', [100, 300, 100], {
      intensity: distribution(Array.from({ length: 500 }, (_, i) => 20 + (i % 50))),
    });
    const facts = factsOf([train, test]);
    assert.match(facts, /test is brighter than train: mean 44\.5 against 24\.5, 1\.39 standard deviations apart/);
    assert.match(facts, /The share of classes in test differs from train: glove \(60\.0% against 33\.3%\), hat/);
  });

  it('do not tell chance as drift', () => {
    const facts = factsOf([splitOf('train', [50, 50, 50]), splitOf('test', [4, 3, 3])]);
    assert.match(facts, /test and train show no difference in brightness beyond chance \(means 30\.0 and 30\.0\)/);
    assert.match(facts, /The shares of the classes in test and train show no difference beyond chance/);
  });

  it('call nothing alike that only too few images keep from being told apart', () => {
    const train = splitOf('train', [25, 25, 0], {
      intensity: distribution(Array.from({ length: 50 }, (_, at) => (at % 2 ? 20 : 120))),
    });
    const five = splitOf('test', [3, 2, 0], { intensity: distribution([50, 50, 100, 150, 150]) });
    assert.match(factsOf([train, five]), /no difference in brightness beyond chance \(means 100\.0 and 70\.0\)/);
    const one = splitOf('test', [1, 0, 0], { intensity: distribution([150]) });
    assert.match(factsOf([train, one]), /no difference in brightness beyond chance/);
  });

  it('tell a difference that is sure and small as small', () => {
    const levels = (from: number) => distribution(Array.from({ length: 50_000 }, (_, at) => from + (at % 100)));
    const train = splitOf('train', [25_000, 25_000, 0], { intensity: levels(20) });
    const test = splitOf('test', [25_000, 25_000, 0], { intensity: levels(21) });
    assert.match(factsOf([train, test]), /test is nearly as bright as train \(means 70\.5 and 69\.5\)/);
  });
});

describe('findings on likeness', () => {
  it('name the pairs of classes', () => {
    const facts = factsOf([splitOf('train', [5, 5, 5])], {
      alikeByMeanImage: [
        { a: 0, b: 2, distance: 12.34 },
        { a: 0, b: 1, distance: 50 },
      ],
      neighbours: { sampleSize: 15, seed: 1, agreement: 0.8, pairs: [{ a: 1, b: 2, count: 3, share: 0.3 }] },
    });
    assert.match(facts, /Most alike by their mean images: hat and scarf \(12\.3\); hat and glove \(50\.0\)/);
    assert.match(facts, /Most mixed among nearest neighbours: glove and scarf \(30\.0%\)/);
    assert.match(facts, /of the same class for 80\.0% of the 15 sampled images/);
  });

  it('count copies, and say what is wrong with them', () => {
    const facts = factsOf([splitOf('train', [5, 5, 5])], {
      duplicates: { groupCount: 3, imageCount: 8, acrossSplits: 2, differingLabels: 1, groups: [] },
    });
    assert.match(facts, /8 images are copies of each other, in 3 groups: 5 could go/);
    assert.match(facts, /2 pictures are in more than one split/);
    assert.match(facts, /1 picture has copies with differing labels/);
    assert.match(factsOf([splitOf('train', [5, 5, 5])]), /No two of the 15 images are identical/);
  });
});
