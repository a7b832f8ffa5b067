import path from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { engineFolder, requireEngine } from '../../engine/native/location';
import { UNSURE_USES, type UnsureUse } from '../../shared/contracts/corrections';
import { DEFAULT_SEED, type EngineChoice, type TrainRequest } from '../../shared/contracts/jobs';
import { commandName, quoted } from '../commandName';
import { findRun } from '../findRun';
import { printable } from '../formatting';
import { classesOption, engineOption, fitOption, invertOption, jsonOption, share, wholeNumber } from '../options';
import {
  dataLocation,
  printResult,
  shownPath,
  turnFolder,
  withProgress,
  type DataOptions,
  type Session,
} from '../session';
import { shownTraining, trainingAsJson } from '../shownResults';

interface Options extends DataOptions {
  recipe?: string;
  epochs?: number;
  seed: number;
  engine: EngineChoice;
  out?: string;
  resume?: string;
  classWeights: 'balanced' | 'none';
  validationShare?: number;
  corrections?: string;
  unsure?: UnsureUse;
  json?: boolean;
}

export function addTrain(program: Command, session: Session): void {
  const command = program
    .command('train')
    .description('train a network; Ctrl+C keeps what was learnt')
    .argument(
      '[data]',
      'a CSV or IDX file, or a folder of them or of pictures in class folders; not needed with --resume',
    )
    .option('--recipe <name|file>', 'which network, and how it is trained: a name or a JSON file of your own')
    .option('--epochs <n>', 'passes over the data; default: what the recipe says', wholeNumber(1, 1000))
    .option('--seed <n>', 'for everything random', wholeNumber(0, 0xffffffff), DEFAULT_SEED)
    .addOption(engineOption())
    .addOption(classesOption())
    .addOption(invertOption())
    .addOption(fitOption())
    .option('--out <rundir>', 'the run folder to make; default: .fashion-mnist/runs/<id>')
    .addOption(
      // A run goes on as it was begun: its own record says how.
      new Option('--resume <rundir>', 'go on with an interrupted run (its folder or id), as it was begun').conflicts([
        ...['recipe', 'epochs', 'seed', 'engine', 'classes', 'invert', 'fit', 'out', 'classWeights', 'validationShare'],
        ...['corrections', 'unsure'],
      ]),
    )
    .addOption(
      new Option('--class-weights <how>', 'balanced: rare classes count as much as frequent ones')
        .choices(['balanced', 'none'])
        .default('none'),
    )
    .option('--validation-share <x>', 'share of the training images held out (default: 0.1)', share)
    .option('--corrections <file>', 'train with the labels that reviewers gave, from a corrections.csv')
    .addOption(
      new Option(
        '--unsure <use>',
        'with --corrections, images that a reviewer was unsure about: learn from them as given (keep, the default), not at all, or with half the weight',
      ).choices(UNSURE_USES),
    )
    .addOption(jsonOption())
    .action(async (data: string | undefined, options: Options) => {
      if (data === undefined && options.resume === undefined) command.error("error: missing required argument 'data'");
      if (options.unsure !== undefined && options.corrections === undefined) {
        command.error("error: option '--unsure <use>' is of use with --corrections only");
      }
      if (options.engine === 'native') requireEngine(engineFolder());
      const request = await trainRequest(session, data, options);
      const { train } = await import('../../engine/jobs/train');
      const result = await withProgress(session, (context) => train(request, context)).catch(async (error: unknown) => {
        if (session.signal.aborted) await tellOfResume(session, request.runFolder);
        throw error;
      });
      printResult(session, options.json, trainingAsJson(result), () => shownTraining(session, result));
    });
}

/** A run that its process had to leave can go on, if it was begun. */
async function tellOfResume(session: Session, runFolder: string): Promise<void> {
  const { readRun } = await import('../../engine/runs');
  const run = await readRun(runFolder).catch(() => null);
  if (run?.record.state !== 'interrupted') return;
  const folder = printable(quoted(shownPath(session, runFolder)));
  session.stderr.write(`The run can go on: ${commandName()} train --resume ${folder}\n`);
}

async function trainRequest(session: Session, data: string | undefined, options: Options): Promise<TrainRequest> {
  const startedAt = session.now().toISOString();
  const { newRunFolder, readRun, runsFolderIn } = await import('../../engine/runs');
  if (options.resume !== undefined) {
    const { folder, record } = await readRun(await findRun(session, options.resume));
    return {
      data: { ...record.settings.data, ...(data !== undefined && { path: path.resolve(session.workingFolder, data) }) },
      recipe: String(record.recipe['name']),
      epochs: record.epochsAsked,
      seed: record.seed,
      engine: record.engine.name,
      runFolder: folder,
      resume: true,
      startedAt,
      turnIn: await turnFolder(session, folder),
    };
  }
  const { DEFAULT_RECIPE } = await import('../../engine/model/recipe');
  const recipe = options.recipe ?? DEFAULT_RECIPE;
  const runFolder = options.out
    ? path.resolve(session.workingFolder, options.out)
    : await newRunFolder(runsFolderIn(session.workingFolder), startedAt, recipe);
  return {
    data: dataLocation(session, data!, options),
    recipe,
    epochs: options.epochs,
    seed: options.seed,
    engine: options.engine,
    validationShare: options.validationShare,
    classWeights: options.classWeights,
    ...(options.corrections !== undefined && {
      corrections: {
        file: path.resolve(session.workingFolder, options.corrections),
        unsureUse: options.unsure ?? 'keep',
      },
    }),
    runFolder,
    startedAt,
    turnIn: await turnFolder(session, runFolder),
  };
}
