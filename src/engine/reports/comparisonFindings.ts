import type { PredictionComparison } from '../../shared/contracts/comparison';
import type { ComparedAnswers } from '../../shared/comparison';
import { mcnemarExact } from '../../shared/pairedStatistics';
import { countOf, countText } from '../../shared/numbers';
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
  if (sameAnswer === count) return `Nothing changed: both runs say the same of all ${countOf(count, 'image')}.`;
  if (onlyFirst + onlySecond === 0) {
    const images = countOf(otherwiseWrong.length, 'image');
    const are = otherwiseWrong.length === 1 ? 'is' : 'are';
    return `No image is right in one run alone; ${images} that both have wrong ${are} taken for something else.`;
  }
  const figures = `${points(difference)} points (${points(interval[0])} to ${points(interval[1])})`;
  const isChance = pValue >= LEVEL;
  const judgement = isChance ? 'which chance explains' : 'more than chance explains';
  const [before, after] = runs.map(({ accuracy }) => percent(accuracy));
  return (
    `The second run is right on ${countOf(onlySecond, 'image')} that the first had wrong, and wrong on ` +
    `${countText(onlyFirst)} that the first had right: ${figures}, ${judgement} (McNemar p ${formatP(pValue)}). ` +
    `Accuracy ${before}, then ${after}.`
  );
}

/** `+0.1`; a difference is given in points of a hundred. */
function points(difference: number): string {
  return signed(100 * difference, 1);
}

function formatP(pValue: number): string {
  if (pValue < 0.0001) return '< 0.0001';
  return `= ${pValue < 0.01 ? pValue.toPrecision(1) : pValue.toFixed(2)}`;
}

/** What stands against the figures themselves. */
function doubts({ seen, answers }: ComparisonFigures): string[] {
  const ordinals = ['The first run', 'The second run'];
  const who = (used: string) => ordinals.filter((_, at) => seen[at] === used);
  const sentence = (names: string[], what: string) =>
    names.length === 0 ? [] : [`${names.length === 2 ? 'Both runs' : names[0]} ${what}`];
  const facts = [
    ...sentence(
      who('to learn'),
      'learnt from some of these images: the figures tell more of memory than of skill. Compare on images that neither ' +
        'was trained on.',
    ),
    ...sentence(
      who('to validate'),
      'chose the epoch to keep by some of these images: compare on images that neither was trained on.',
    ),
  ];
  if (facts.length === 0 && (answers.pValue < LEVEL || movedClasses(answers).length > 0)) {
    facts.push(
      'The test is about these two networks on such images. Training again with another seed moves some images too: ' +
        'where the difference is small, repeat both with other seeds.',
    );
  }
  return facts;
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
    const verb = difference > 0 ? 'gained' : 'lost';
    return (
      `${plain(name)} ${verb} by more than chance explains: ${percent(first)}, then ${percent(second)} of its images ` +
      `recognised (${points(interval[0])} to ${points(interval[1])} points).`
    );
  });
  if (told.length > 0 || onlyFirst + onlySecond === 0 || present.length < 2) return told;
  return [`Of the ${present.length} classes none changed by more than chance explains.`];
}

function corrections({ runs, answers, differences }: ComparisonFigures): string[] {
  const [before, after] = runs.map((run) => run.corrections);
  if (!before && !after) return [];
  if (before?.hash === after?.hash && before?.unsureUse === after?.unsureUse) {
    return ['Both runs were trained with the same corrections.'];
  }
  const what = (used: typeof before) => (used ? countOf(used.changed, 'corrected label') : 'the labels as given');
  const facts = [`The first run was trained with ${what(before)}, the second with ${what(after)}.`];
  if (differences.length > 0) {
    facts.push('As other settings differ too, what changed cannot be put down to the corrections.');
  } else if (answers.pValue >= LEVEL) {
    facts.push(
      'That the corrections changed the accuracy is not shown: with so few images apart, better labels show in the ' +
        'labels themselves before they show here.',
    );
  }
  return facts;
}

function settings({ differences }: ComparisonFigures): string[] {
  return differences.length === 0 ? [] : [`The runs differ in ${listed(differences, 6)}.`];
}
