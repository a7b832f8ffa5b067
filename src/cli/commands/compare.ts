import type { Command } from 'commander';
import { engineFolder, requireEngine } from '../../engine/native/location';
import type { ComparePredictionsRequest, PredictionComparison } from '../../shared/contracts/comparison';
import { DEFAULT_SEED, type EngineChoice } from '../../shared/contracts/jobs';
import { findRun } from '../findRun';
import { formatCount, formatFacts, formatShare, formatTable, printable } from '../formatting';
import { classesOption, engineOption, fitOption, invertOption, jsonOption, wholeNumber } from '../options';
import { dataLocation, printResult, withProgress, type DataOptions, type Session } from '../session';

interface Options extends DataOptions {
  split?: string;
  seed: number;
  engine: EngineChoice;
  json?: boolean;
}

export function addCompare(program: Command, session: Session): void {
  program
    .command('compare')
    .description('compare two runs on the same images: what the second one fixed and broke, and whether that is chance')
    .argument('<before>', 'the folder or id of a run')
    .argument('<after>', 'the folder or id of another run')
    .argument('<data>', 'labelled data: a CSV or IDX file, or a folder of them or of pictures in class folders')
    .option('--split <name>', 'default: test where there is one, else all of the data')
    .option('--seed <n>', 'of the bootstrap', wholeNumber(0, 0xffffffff), DEFAULT_SEED)
    .addOption(engineOption())
    .addOption(classesOption())
    .addOption(invertOption())
    .addOption(fitOption())
    .addOption(jsonOption())
    .action(async (before: string, after: string, data: string, options: Options) => {
      if (options.engine === 'native') requireEngine(engineFolder());
      const request: ComparePredictionsRequest = {
        data: dataLocation(session, data, options),
        runFolders: [await findRun(session, before), await findRun(session, after)],
        split: options.split,
        engine: options.engine,
        seed: options.seed,
      };
      const { comparePredictions } = await import('../../engine/jobs/comparePredictions');
      const result = await withProgress(session, (context) => comparePredictions(request, context));
      printResult(session, options.json, result, () => shownComparison(result));
    });
}

function shownComparison(comparison: PredictionComparison): string {
  const { runs, count, split, difference, interval, perClass, findings } = comparison;
  const { bothRight, onlyFirst, onlySecond, bothWrong, pValue } = comparison;
  const [before, after] = runs.map(
    ({ name, accuracy, accuracyInterval: [low, high] }) =>
      `${name}: ${formatShare(accuracy)} (95% interval ${formatShare(low)} to ${formatShare(high)})`,
  );
  return (
    formatFacts([
      ['first', before],
      ['second', after],
      ['images', `${formatCount(count)}, split ${split}`],
      ['difference', `${points(difference)} points (95% interval ${points(interval[0])} to ${points(interval[1])})`],
      ['McNemar', `p ${pValue < 0.0001 ? '< 0.0001' : `= ${pValue.toPrecision(2)}`}`],
    ]) +
    findings.map((finding) => `  - ${printable(finding)}\n`).join('') +
    formatTable(
      ['', 'second right', 'second wrong'],
      [
        ['first right', formatCount(bothRight), formatCount(onlyFirst)],
        ['first wrong', formatCount(onlySecond), formatCount(bothWrong)],
      ],
    ) +
    formatTable(
      ['class', 'images', 'first', 'second', 'points', '95% interval', 'fixed', 'broken'],
      perClass.map((one) => [
        one.name,
        formatCount(one.support),
        formatShare(one.support > 0 ? one.first : null, 1),
        formatShare(one.support > 0 ? one.second : null, 1),
        points(one.difference, 1),
        `${points(one.interval[0], 1)} to ${points(one.interval[1], 1)}`,
        formatCount(one.fixed),
        formatCount(one.broken),
      ]),
    )
  );
}

/** A difference of shares in points of a hundred: `+0.33`. */
function points(difference: number, digits = 2): string {
  const rounded = Number((100 * difference).toFixed(digits)) || 0;
  return `${rounded > 0 ? '+' : ''}${rounded.toFixed(digits)}`;
}
