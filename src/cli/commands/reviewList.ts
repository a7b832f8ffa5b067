import path from 'node:path';
import { type Command, Option } from 'commander';
import { engineFolder, requireEngine } from '../../engine/native/location';
import type { EngineChoice } from '../../shared/contracts/jobs';
import {
  REVIEW_SCORES,
  type ReviewList,
  type ReviewListRequest,
  type ReviewScore,
} from '../../shared/contracts/review';
import { findRun } from '../findRun';
import { formatCount, formatFacts, printable } from '../formatting';
import { namedCorrections } from '../namedCorrections';
import { classesOption, engineOption, fitOption, invertOption, jsonOption, wholeNumber } from '../options';
import { dataLocation, printResult, shownPath, withProgress, type DataOptions, type Session } from '../session';

interface Options extends DataOptions {
  model?: string;
  score: ReviewScore;
  top: number;
  folds?: number;
  corrections?: string;
  csv?: string;
  engine: EngineChoice;
  json?: boolean;
}

/** @param review the command that this one is a part of */
export function addReviewList(review: Command, session: Session): void {
  review
    .command('list')
    .description('list the images that a person should look at, the most doubtful first, and why')
    .argument('<data>', 'a CSV or IDX file, or a folder of them or of pictures')
    .option('--model <rundir>', 'a run folder or the id of a run; default: the newest run here')
    .addOption(
      new Option('--score <name>', 'label-error needs the data that the run was trained on')
        .choices(REVIEW_SCORES)
        .default('margin'),
    )
    .option('--top <n>', 'the most images to list', wholeNumber(1, 1_000_000), 50)
    .option(
      '--folds <k>',
      'for label-error: let k networks judge images that they did not learn from; takes as long as that many trainings',
      wholeNumber(2, 20),
    )
    .option('--corrections <file>', 'a corrections.csv: leave out what is decided there, unless reviewers disagree')
    .option('--csv <file>', 'write the list there too')
    .addOption(engineOption())
    .addOption(classesOption())
    .addOption(invertOption())
    .addOption(fitOption())
    .addOption(jsonOption())
    .action(async (data: string, options: Options, command: Command) => {
      if (options.folds !== undefined && options.score !== 'label-error') {
        command.error("error: option '--folds <k>' is for --score label-error only");
      }
      if (options.engine === 'native') requireEngine(engineFolder());
      const request: ReviewListRequest = {
        data: dataLocation(session, data, options),
        runFolder: await findRun(session, options.model),
        score: options.score,
        top: options.top,
        ...(options.folds !== undefined && { folds: options.folds }),
        ...(options.corrections !== undefined && {
          correctionsFile: await namedCorrections(session, options.corrections),
        }),
        ...(options.csv !== undefined && { csvFile: path.resolve(session.workingFolder, options.csv) }),
        engine: options.engine,
      };
      const { listReview } = await import('../../engine/review/listReview');
      const result = await withProgress(session, (context) => listReview(request, context));
      printResult(session, options.json, result, () => shownReview(session, result));
    });
}

/** At most so many images are shown; the file has all. */
const SHOWN_IMAGES = 20;

function shownReview(
  session: Session,
  { images, sources, ranked, score, runId, estimate, suggested, csvFile }: ReviewList,
): string {
  const shown = images.slice(0, SHOWN_IMAGES);
  const lines = shown.map(
    ({ rank, score, reason }, at) =>
      `${String(rank).padStart(4)}  ${printable(sources[at])}  ${score === null ? '-' : score.toFixed(3)}  ${printable(reason)}\n`,
  );
  const errors =
    estimate &&
    `of these ${formatCount(estimate.images)}, expect ${Math.round(estimate.expected)} ± ` +
      `${Math.max(1, Math.round((estimate.interval[1] - estimate.interval[0]) / 2))} wrong labels`;
  return (
    lines.join('') +
    (images.length > shown.length
      ? `      and ${formatCount(images.length - shown.length)} more${csvFile === null ? ': --csv FILE writes all' : ''}\n`
      : '') +
    formatFacts([
      ['run', runId],
      ['ranked', `${formatCount(ranked)} images by ${score}`],
      ['wrong labels', errors],
      ['suggested', suggested === null ? null : `look at the first ${formatCount(suggested)}`],
      ['written', csvFile === null ? null : shownPath(session, csvFile)],
    ])
  );
}
