import path from 'node:path';
import type { Command } from 'commander';
import { engineFolder, requireEngine } from '../../engine/native/location';
import type { EngineChoice, EvaluateRequest } from '../../shared/contracts/jobs';
import { findRun } from '../findRun';
import { namedCorrections } from '../namedCorrections';
import { classesOption, engineOption, fitOption, invertOption, jsonOption } from '../options';
import { dataLocation, printResult, withProgress, type DataOptions, type Session } from '../session';
import { shownEvaluation } from '../shownResults';

interface Options extends DataOptions {
  model?: string;
  split?: string;
  out: string;
  engine: EngineChoice;
  flipAveraging?: boolean;
  twins?: boolean;
  corrections?: string;
  csv?: boolean;
  json?: boolean;
}

export function addEvaluate(program: Command, session: Session): void {
  program
    .command('evaluate')
    .description("measure a run's model on data; writes output.txt, evaluation.json and predictions.csv")
    .argument('<data>', 'a CSV or IDX file, or a folder of them or of pictures')
    .option('--model <rundir>', 'a run folder or the id of a run; default: the newest run here')
    .option('--split <name>', 'default: test where there is one, else all of the data')
    .option('--out <file>', 'the report; the other files go beside it', 'output.txt')
    .addOption(engineOption())
    .addOption(classesOption())
    .addOption(invertOption())
    .addOption(fitOption())
    .option('--flip-averaging', 'average each prediction with that of the mirrored image')
    .option('--twins', 'also tell the accuracy without images that have a near-twin among the training images')
    .option('--corrections <file>', 'also tell the accuracy without labels that reviewers dispute in a corrections.csv')
    .option('--csv', 'also write the table of classes and the confusion matrix: per-class.csv and confusion.csv')
    .addOption(jsonOption())
    .action(async (data: string, options: Options) => {
      if (options.engine === 'native') requireEngine(engineFolder());
      const request: EvaluateRequest = {
        data: dataLocation(session, data, options),
        runFolder: await findRun(session, options.model),
        split: options.split,
        outputFile: path.resolve(session.workingFolder, options.out),
        engine: options.engine,
        flipAveraging: options.flipAveraging,
        twins: options.twins,
        ...(options.corrections !== undefined && {
          correctionsFile: await namedCorrections(session, options.corrections),
        }),
        tables: options.csv,
        startedAt: session.now().toISOString(),
      };
      const { evaluate } = await import('../../engine/jobs/evaluate');
      const result = await withProgress(session, (context) => evaluate(request, context));
      printResult(session, options.json, result, () => shownEvaluation(session, result, options.csv));
    });
}
