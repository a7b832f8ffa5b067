import * as l10n from '@vscode/l10n';
import type { NamedScores } from '../../shared/contracts/evaluation';
import type { RunResults } from '../../shared/contracts/jobs';
import { differBeyondChance, type Trials } from '../../shared/statistics';
import { temperatureEffect, withoutParts } from './furtherInsights';
import { countOf, countText, decimalText } from '../../shared/numbers';
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
    l10n.t(
      '{0} of {1} are recognised: {2}, with 95% confidence {3}.',
      countText(right),
      countOf(labelledCount, l10n.t('image'), l10n.t('images')),
      percent(accuracy),
      percentRange(accuracyInterval),
    ),
  ];
  if (seen === 'to learn') {
    facts.push(l10n.t('The model learnt from some of these images: the figures tell more of memory than of skill.'));
  } else if (seen === 'to validate') {
    facts.push(l10n.t('The model was validated on some of these images: what was kept of it was chosen by them.'));
  }
  const commonest = perClass.reduce((a, b) => (b.support > a.support ? b : a));
  const guess = commonest.support / labelledCount;
  if (accuracyInterval[0] <= guess) {
    const [name, share] = [nameOf(commonest), percent(guess)];
    facts.push(
      accuracyInterval[1] < guess
        ? l10n.t('This is worse than answering {0} for every image ({1}).', name, share)
        : l10n.t('This is not shown to be better than answering {0} for every image ({1}).', name, share),
    );
  }
  if (perClass.length > 2 && top2 > accuracy) {
    const saved = (top2 - accuracy) / (1 - accuracy);
    facts.push(
      l10n.t('Where it is wrong, the second guess is right for {0} (top-2: {1}).', percent(saved, 0), percent(top2)),
    );
  }
  return facts;
}

function easyAndHard({ perClass }: NamedScores): string[] {
  const present = perClass.filter(({ support }) => support > 0).sort((a, b) => a.f1 - b.f1);
  if (present.length < 2 || present[0].f1 === present[present.length - 1].f1) return [];
  const [hardest, easiest] = [present[0], present[present.length - 1]];
  const weakness =
    hardest.recall < hardest.precision || hardest.predicted === 0
      ? l10n.t(
          '{0} is the hardest class (F1 {1}): {2} of its images are taken for something else.',
          nameOf(hardest),
          percent(hardest.f1),
          percent(1 - hardest.recall),
        )
      : l10n.t(
          '{0} is the hardest class (F1 {1}): {2} of what is called {0} is something else.',
          nameOf(hardest),
          percent(hardest.f1),
          percent(1 - hardest.precision),
        );
  return [`${weakness} ${l10n.t('{0} is the easiest (F1 {1}).', nameOf(easiest), percent(easiest.f1))}`];
}

/** Pairs named in sentences. */
const NAMED_PAIRS = 3;

function confusions({ confusion, confusedPairs, perClass, labelledCount, accuracy }: NamedScores): string[] {
  if (confusedPairs.length === 0) return [l10n.t('Not one image is confused.')];
  const pairs = perClass
    .flatMap((a) =>
      perClass.slice(0, a.label).map((b) => ({ a: b, b: a, count: bothWays(confusion, a.label, b.label) })),
    )
    .filter(({ count }) => count > 0)
    .sort((x, y) => y.count - x.count);
  const errors = labelledCount - Math.round(accuracy * labelledCount);
  const facts = pairs.slice(0, NAMED_PAIRS).map(({ a, b, count }, rank) => {
    const figures = {
      a: nameOf(a),
      b: nameOf(b),
      share: percent(count / errors, 0),
      there: countText(confusion[a.label][b.label]),
      back: countText(confusion[b.label][a.label]),
    };
    return rank === 0
      ? l10n.t(
          'Most confused: {a} and {b} ({share} of all errors): {there} of {a} taken for {b}, {back} of {b} for {a}.',
          { ...figures },
        )
      : l10n.t('Then {a} and {b} ({share} of all errors): {there} of {a} taken for {b}, {back} of {b} for {a}.', {
          ...figures,
        });
  });
  return facts;
}

function bothWays(confusion: number[][], a: number, b: number): number {
  return confusion[a][b] + confusion[b][a];
}

/** Confidence this near to accuracy is called right. */
const WELL_CALIBRATED = 0.01;

function calibration({ meanConfidence, accuracy, accuracyInterval, ece }: NamedScores): string[] {
  const figures = l10n.t(
    'mean confidence {0}, accuracy {1}, calibration error {2}',
    percent(meanConfidence),
    percent(accuracy),
    percent(ece),
  );
  const apart = meanConfidence - accuracy;
  // Beyond what the choice of images explains.
  const sure = meanConfidence < accuracyInterval[0] || meanConfidence > accuracyInterval[1];
  if (Math.abs(apart) < WELL_CALIBRATED) {
    return [l10n.t('On average, the model is about as sure as it is right ({0}).', figures)];
  }
  if (!sure) return [l10n.t('The model is not shown to be surer or less sure than it is right ({0}).', figures)];
  return [
    apart > 0
      ? l10n.t('The model is overconfident: it is surer than it is right ({0}).', figures)
      : l10n.t('The model is underconfident: it is right more often than it is sure ({0}).', figures),
  ];
}

/** Points between training and validation beyond which a model is said to have learnt by heart. */
const OVERFIT = 0.05;

function gap({ scores, results, trainCount, validationCount, split, seen }: InsightFigures): string[] {
  if (!results || seen) return [];
  const facts: string[] = [];
  // Not measured is NaN, or null once it was in a file.
  const { trainAccuracy, validationAccuracy } = results;
  const measured = trials(scores.accuracy, scores.labelledCount);
  const points = (difference: number) => decimalText(Math.abs(difference * 100), 1);
  if (Number.isFinite(validationAccuracy)) {
    const fall = validationAccuracy - scores.accuracy;
    const [here, there] = [percent(scores.accuracy), percent(validationAccuracy)];
    const figures =
      split === 'all'
        ? l10n.t('{0} here, {1} in validation', here, there)
        : l10n.t('{0} on {1}, {2} in validation', here, split, there);
    facts.push(
      !differBeyondChance(trials(validationAccuracy, validationCount), measured)
        ? l10n.t('The result differs from validation by no more than chance explains ({0}).', figures)
        : fall > 0
          ? l10n.t('The result is {0} points below validation ({1}), more than chance explains.', points(fall), figures)
          : l10n.t(
              'The result is {0} points above validation ({1}), more than chance explains.',
              points(fall),
              figures,
            ),
    );
  }
  if (Number.isFinite(trainAccuracy)) {
    const fall = trainAccuracy - scores.accuracy;
    if (fall > OVERFIT && differBeyondChance(trials(trainAccuracy, trainCount), measured)) {
      facts.push(
        split === 'all'
          ? l10n.t(
              'It knew {0} of its training images, {1} points more than here: part of what it learnt is by heart; more ' +
                'images, dropout or augmentation may help.',
              percent(trainAccuracy),
              points(fall),
            )
          : l10n.t(
              'It knew {0} of its training images, {1} points more than on {2}: part of what it learnt is by heart; more ' +
                'images, dropout or augmentation may help.',
              percent(trainAccuracy),
              points(fall),
              split,
            ),
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
  return [l10n.t('Few images, so that recall is known to no better than 10 points either way: {0}.', names)];
}

function absent({ perClass }: NamedScores): string[] {
  const facts: string[] = [];
  const missing = perClass.filter(({ support }) => support === 0);
  const unused = perClass.filter(({ support, predicted }) => support > 0 && predicted === 0);
  if (missing.length > 0)
    facts.push(l10n.t('There are no images of {0}: nothing is known of them.', listed(missing.map(nameOf))));
  if (unused.length > 0) facts.push(l10n.t('The model never answers {0}.', listed(unused.map(nameOf))));
  return facts;
}
