import type { NamedScores } from '../../shared/contracts/evaluation';
import type { RunResults } from '../../shared/contracts/jobs';
import { differBeyondChance, type Trials } from '../../shared/statistics';
import { temperatureEffect, withoutParts } from './furtherInsights';
import { countOf, countText } from '../../shared/numbers';
import { listed, percent, percentRange, plain } from './words';

/** What the insights are drawn from. */
export interface InsightFigures {
  scores: NamedScores;
  split: string;
  /** What the run was trained to; null where its record has none. */
  results: RunResults | null;
  /** Images that the results are about. */
  trainCount: number;
  validationCount: number;
  /** What training used some of these very images for; null where it did not. */
  seen: 'to learn' | 'to validate' | null;
}

/** What the figures mean, in sentences. Each is computed from them; what is not seen is not said. */
export function findInsights(figures: InsightFigures): string[] {
  const { scores } = figures;
  return [
    ...overall(figures),
    ...easyAndHard(scores),
    ...confusions(scores),
    ...calibration(scores),
    ...temperatureEffect(scores),
    ...gap(figures),
    ...withoutParts(scores),
    ...smallSupport(scores),
    ...absent(scores),
  ];
}

const nameOf = ({ name }: { name: string }) => plain(name);

function overall({ scores, seen }: InsightFigures): string[] {
  const { accuracy, accuracyInterval, labelledCount, top2, perClass } = scores;
  const right = Math.round(accuracy * labelledCount);
  const facts = [
    `${countText(right)} of ${countOf(labelledCount, 'image')} are recognised: ${percent(accuracy)}, ` +
      `with 95% confidence ${percentRange(accuracyInterval)}.`,
  ];
  if (seen === 'to learn') {
    facts.push('The model learnt from some of these images: the figures tell more of memory than of skill.');
  } else if (seen === 'to validate') {
    facts.push('The model was validated on some of these images: what was kept of it was chosen by them.');
  }
  const commonest = perClass.reduce((a, b) => (b.support > a.support ? b : a));
  const guess = commonest.support / labelledCount;
  if (accuracyInterval[0] <= guess) {
    const judgement = accuracyInterval[1] < guess ? 'worse' : 'not shown to be better';
    facts.push(`This is ${judgement} than answering ${nameOf(commonest)} for every image (${percent(guess)}).`);
  }
  if (perClass.length > 2 && top2 > accuracy) {
    const saved = (top2 - accuracy) / (1 - accuracy);
    facts.push(`Where it is wrong, the second guess is right for ${percent(saved, 0)} (top-2: ${percent(top2)}).`);
  }
  return facts;
}

function easyAndHard({ perClass }: NamedScores): string[] {
  const present = perClass.filter(({ support }) => support > 0).sort((a, b) => a.f1 - b.f1);
  if (present.length < 2 || present[0].f1 === present[present.length - 1].f1) return [];
  const [hardest, easiest] = [present[0], present[present.length - 1]];
  const weakness =
    hardest.recall < hardest.precision || hardest.predicted === 0
      ? `${percent(1 - hardest.recall)} of its images are taken for something else`
      : `${percent(1 - hardest.precision)} of what is called ${nameOf(hardest)} is something else`;
  return [
    `${nameOf(hardest)} is the hardest class (F1 ${percent(hardest.f1)}): ${weakness}. ` +
      `${nameOf(easiest)} is the easiest (F1 ${percent(easiest.f1)}).`,
  ];
}

/** Pairs named in sentences. */
const NAMED_PAIRS = 3;

function confusions({ confusion, confusedPairs, perClass, labelledCount, accuracy }: NamedScores): string[] {
  if (confusedPairs.length === 0) return ['Not one image is confused.'];
  const pairs = perClass
    .flatMap((a) =>
      perClass.slice(0, a.label).map((b) => ({ a: b, b: a, count: bothWays(confusion, a.label, b.label) })),
    )
    .filter(({ count }) => count > 0)
    .sort((x, y) => y.count - x.count);
  const errors = labelledCount - Math.round(accuracy * labelledCount);
  const facts = pairs.slice(0, NAMED_PAIRS).map(({ a, b, count }, rank) => {
    const there = confusion[a.label][b.label];
    const back = confusion[b.label][a.label];
    const share = `${percent(count / errors, 0)} of all errors`;
    const lead = rank === 0 ? 'Most confused: ' : 'Then ';
    return (
      `${lead}${nameOf(a)} and ${nameOf(b)} (${share}): ${countText(there)} of ${nameOf(a)} taken for ${nameOf(b)}, ` +
      `${countText(back)} of ${nameOf(b)} for ${nameOf(a)}.`
    );
  });
  return facts;
}

function bothWays(confusion: number[][], a: number, b: number): number {
  return confusion[a][b] + confusion[b][a];
}

/** Confidence this near to accuracy is called right. */
const WELL_CALIBRATED = 0.01;

function calibration({ meanConfidence, accuracy, accuracyInterval, ece }: NamedScores): string[] {
  const figures = `mean confidence ${percent(meanConfidence)}, accuracy ${percent(accuracy)}, calibration error ${percent(ece)}`;
  const apart = meanConfidence - accuracy;
  // Beyond what the choice of images explains.
  const sure = meanConfidence < accuracyInterval[0] || meanConfidence > accuracyInterval[1];
  if (Math.abs(apart) < WELL_CALIBRATED) {
    return [`On average, the model is about as sure as it is right (${figures}).`];
  }
  if (!sure) return [`The model is not shown to be surer or less sure than it is right (${figures}).`];
  return [
    apart > 0
      ? `The model is overconfident: it is surer than it is right (${figures}).`
      : `The model is underconfident: it is right more often than it is sure (${figures}).`,
  ];
}

/** Points between training and validation beyond which a model is said to have learnt by heart. */
const OVERFIT = 0.05;

function gap({ scores, results, trainCount, validationCount, split, seen }: InsightFigures): string[] {
  if (!results || seen) return [];
  const facts: string[] = [];
  // Not measured is NaN, or null once it was in a file.
  const { trainAccuracy, validationAccuracy } = results;
  const here = split === 'all' ? 'here' : `on ${split}`;
  const measured = trials(scores.accuracy, scores.labelledCount);
  const points = (difference: number) => `${Math.abs(difference * 100).toFixed(1)} points`;
  if (Number.isFinite(validationAccuracy)) {
    const fall = validationAccuracy - scores.accuracy;
    const figures = `${percent(scores.accuracy)} ${here}, ${percent(validationAccuracy)} in validation`;
    facts.push(
      differBeyondChance(trials(validationAccuracy, validationCount), measured)
        ? `The result is ${points(fall)} ${fall > 0 ? 'below' : 'above'} validation (${figures}), more than chance explains.`
        : `The result differs from validation by no more than chance explains (${figures}).`,
    );
  }
  if (Number.isFinite(trainAccuracy)) {
    const fall = trainAccuracy - scores.accuracy;
    if (fall > OVERFIT && differBeyondChance(trials(trainAccuracy, trainCount), measured)) {
      facts.push(
        `It knew ${percent(trainAccuracy)} of its training images, ${points(fall)} more than ${here}: part of what it ` +
          'learnt is by heart; more images, dropout or augmentation may help.',
      );
    }
  }
  return facts;
}

function trials(share: number, total: number): Trials {
  return { successes: Math.round(share * total), total };
}

/** A class whose recall is known no better than to this many points either way has too few images. */
const WIDE = 0.1;

function smallSupport({ perClass }: NamedScores): string[] {
  const vague = perClass.filter(
    ({ support, recallInterval: [lower, upper] }) => support > 0 && (upper - lower) / 2 > WIDE,
  );
  if (vague.length === 0) return [];
  const names = listed(vague.map((entry) => `${nameOf(entry)} (${countText(entry.support)})`));
  return [`Few images, so that recall is known to no better than 10 points either way: ${names}.`];
}

function absent({ perClass }: NamedScores): string[] {
  const facts: string[] = [];
  const missing = perClass.filter(({ support }) => support === 0);
  const unused = perClass.filter(({ support, predicted }) => support > 0 && predicted === 0);
  if (missing.length > 0)
    facts.push(`There are no images of ${listed(missing.map(nameOf))}: nothing is known of them.`);
  if (unused.length > 0) facts.push(`The model never answers ${listed(unused.map(nameOf))}.`);
  return facts;
}
