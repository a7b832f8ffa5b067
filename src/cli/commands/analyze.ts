import path from 'node:path';
import type { Command } from 'commander';
import { type AnalyzeRequest, DEFAULT_SEED } from '../../shared/contracts/jobs';
import { shownAnalysis } from '../shownResults';
import { classesOption, fitOption, invertOption, jsonOption, wholeNumber } from '../options';
import { dataLocation, printResult, withProgress, type DataOptions, type Session } from '../session';

interface Options extends DataOptions {
  out?: string;
  seed: number;
  json?: boolean;
}

export function addAnalyze(program: Command, session: Session): void {
  program
    .command('analyze')
    .description('describe data: counts, intensities, duplicates, classes that look alike')
    .argument('<data>', 'a CSV or IDX file, or a folder of them or of pictures in class folders')
    .option('--out <dir>', 'where analysis.txt and analysis.json go; default: the current folder')
    .option('--seed <n>', 'for the sample of the nearest-neighbour search', wholeNumber(0, 0xffffffff), DEFAULT_SEED)
    .addOption(classesOption())
    .addOption(invertOption())
    .addOption(fitOption())
    .addOption(jsonOption())
    .action(async (data: string, options: Options) => {
      const request: AnalyzeRequest = {
        data: dataLocation(session, data, options),
        outputFolder: path.resolve(session.workingFolder, options.out ?? '.'),
        seed: options.seed,
      };
      const { analyze } = await import('../../engine/jobs/analyze');
      const result = await withProgress(session, (context) => analyze(request, context));
      printResult(session, options.json, result, () => shownAnalysis(session, result));
    });
}
