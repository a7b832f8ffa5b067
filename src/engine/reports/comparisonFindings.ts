import * as l10n from '@vscode/l10n';
import type { PredictionComparison } from '../../shared/contracts/comparison';
import type { ComparedAnswers } from '../../shared/comparison';
import { mcnemarExact } from '../../shared/pairedStatistics';
import { countOf, countText, decimalText, figuresText } from '../../shared/numbers';
import { listed, percent, plain, signed } from './words';

/** What the findings are drawn from. */
export interface ComparisonFigures extends Pick<PredictionComparison, 'runs' | 'differences'> {
  answers: ComparedAnswers;
  /** What the training of each run used some of these very images for. */
  seen: readonly ['to learn' | 'to validate' | null, 'to learn' | 'to validate' | null];
}

/** Below this a difference is called more than chance. */
const LEVEL = 0.05;

/** What a comparison means, in sentences; the most important one first. */
export function findDifferences(figures: ComparisonFigures): string[] {
  return [main(figures), ...doubts(figures), ...classes(figures), ...corrections(figures), ...settings(figures)];
}

function main({ answers, runs }: ComparisonFigures): string {
  const { count, onlyFirst, onlySecond, pValue, difference, interval, sameAnswer, otherwiseWrong } = answers;
  if (sameAnswer === count) {
    const all = countOf(count, l10n.t('image'), l10n.t('images'));
    return l10n.t('Nothing changed: both runs say the same of all {0}.', all);
  }
  if (onlyFirst + onlySecond === 0) {
    return otherwiseWrong.length === 1
      ? l10n.t('No image is right in one run alone; 1 image that both have wrong is taken for something else.')
      : l10n.t(
          'No image is right in one run alone; {0} images that both have wrong are taken for something else.',
          countText(otherwiseWrong.length),
        );
  }
  const [before, after] = runs.map(({ accuracy }) => percent(accuracy));
  const figures = {
    fixed: countOf(onlySecond, l10n.t('image'), l10n.t('images')),
    broken: countText(onlyFirst),
    difference: points(difference),
    from: points(interval[0]),
    to: points(interval[1]),
    p: formatP(pValue),
    before,
    after,
  };
  return pValue >= LEVEL
    ? l10n.t(
        'The second run is right on {fixed} that the first had wrong, and wrong on {broken} that the first had right: ' +
          '{difference} points ({from} to {to}), which chance explains (McNemar p {p}). Accuracy {before}, then {after}.',
        { ...figures },
      )
    : l10n.t(
        'The second run is right on {fixed} that the first had wrong, and wrong on {broken} that the first had right: ' +
          '{difference} points ({from} to {to}), more than chance explains (McNemar p {p}). Accuracy {before}, then {after}.',
        { ...figures },
      );
}

/** `+0.1`; a difference is given in points of a hundred. */
function points(difference: number): string {
  return signed(100 * difference, 1);
}

function formatP(pValue: number): string {
  if (pValue < 0.0001) return `< ${decimalText(0.0001, 4)}`;
  return `= ${pValue < 0.01 ? figuresText(pValue, 1) : decimalText(pValue, 2)}`;
}

/** What stands against the figures themselves. */
function doubts({ seen, answers }: ComparisonFigures): string[] {
  const facts = [
    ...toldOf(
      seen.map((used) => used === 'to learn'),
      {
        first: l10n.t(
          'The first run learnt from some of these images: the figures tell more of memory than of skill. Compare on ' +
            'images that neither was trained on.',
        ),
        second: l10n.t(
          'The second run learnt from some of these images: the figures tell more of memory than of skill. Compare on ' +
            'images that neither was trained on.',
        ),
        both: l10n.t(
          'Both runs learnt from some of these images: the figures tell more of memory than of skill. Compare on images ' +
            'that neither was trained on.',
        ),
      },
    ),
    ...toldOf(
      seen.map((used) => used === 'to validate'),
      {
        first: l10n.t(
          'The first run chose the epoch to keep by some of these images: compare on images that neither was trained on.',
        ),
        second: l10n.t(
          'The second run chose the epoch to keep by some of these images: compare on images that neither was trained on.',
        ),
        both: l10n.t(
          'Both runs chose the epoch to keep by some of these images: compare on images that neither was trained on.',
        ),
      },
    ),
  ];
  if (facts.length === 0 && (answers.pValue < LEVEL || movedClasses(answers).length > 0)) {
    facts.push(
      l10n.t(
        'The test is about these two networks on such images. Training again with another seed moves some images too: ' +
          'where the difference is small, repeat both with other seeds.',
      ),
    );
  }
  return facts;
}

/** What is said of the runs that something is true of: of one of them, of both or of none. */
function toldOf([first, second]: boolean[], texts: { first: string; second: string; both: string }): string[] {
  if (first && second) return [texts.both];
  if (first) return [texts.first];
  return second ? [texts.second] : [];
}

/** Classes that changed by more than chance explains, each tested at the level divided by their number (Bonferroni). */
function movedClasses({ perClass }: ComparedAnswers): ComparedAnswers['perClass'] {
  const present = perClass.filter(({ support }) => support > 0);
  return present
    .filter(({ fixed, broken }) => mcnemarExact({ onlyFirst: broken, onlySecond: fixed }) < LEVEL / present.length)
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
}

function classes({ answers }: ComparisonFigures): string[] {
  const { perClass, onlyFirst, onlySecond } = answers;
  const present = perClass.filter(({ support }) => support > 0);
  const told = movedClasses(answers).map(({ name, first, second, difference, interval }) => {
    const figures = {
      name: plain(name),
      before: percent(first),
      after: percent(second),
      from: points(interval[0]),
      to: points(interval[1]),
    };
    return difference > 0
      ? l10n.t(
          '{name} gained by more than chance explains: {before}, then {after} of its images recognised ({from} to {to} ' +
            'points).',
          { ...figures },
        )
      : l10n.t(
          '{name} lost by more than chance explains: {before}, then {after} of its images recognised ({from} to {to} ' +
            'points).',
          { ...figures },
        );
  });
  if (told.length > 0 || onlyFirst + onlySecond === 0 || present.length < 2) return told;
  return [l10n.t('Of the {0} classes none changed by more than chance explains.', present.length)];
}

function corrections({ runs, answers, differences }: ComparisonFigures): string[] {
  const [before, after] = runs.map((run) => run.corrections);
  if (!before && !after) return [];
  if (before?.hash === after?.hash && before?.unsureUse === after?.unsureUse) {
    return [l10n.t('Both runs were trained with the same corrections.')];
  }
  const what = (used: typeof before) =>
    used ? countOf(used.changed, l10n.t('corrected label'), l10n.t('corrected labels')) : l10n.t('the labels as given');
  const facts = [l10n.t('The first run was trained with {0}, the second with {1}.', what(before), what(after))];
  if (differences.length > 0) {
    facts.push(l10n.t('As other settings differ too, what changed cannot be put down to the corrections.'));
  } else if (answers.pValue >= LEVEL) {
    facts.push(
      l10n.t(
        'That the corrections changed the accuracy is not shown: with so few images apart, better labels show in the ' +
          'labels themselves before they show here.',
      ),
    );
  }
  return facts;
}

function settings({ differences }: ComparisonFigures): string[] {
  return differences.length === 0 ? [] : [l10n.t('The runs differ in {0}.', listed(differences, 6))];
}
