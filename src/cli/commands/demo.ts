import path from 'node:path';
import type { Command } from 'commander';
import { DEFAULT_SEED, type RunRecord } from '../../shared/contracts/jobs';
import { commandName } from '../commandName';
import { formatDuration, formatFacts } from '../formatting';
import { printResult, shownPath, turnFolder, withProgress, type Session } from '../session';
import { resultFacts, shownAnalysis, shownEvaluation } from '../shownResults';
import { jsonOption } from '../options';
import { sampleFolder } from './sample';

/** So that the whole takes less than a minute on two cores; a real training takes more of everything. */
const RECIPE = 'standard';
const EPOCHS = 6;

export function addDemo(program: Command, session: Session): void {
  program
    .command('demo')
    .description('the whole job on the carried sample: analysis, training, evaluation; about half a minute')
    .addOption(jsonOption())
    .action(async ({ json }: { json?: boolean }) => {
      const begun = session.now();
      const data = { path: sampleFolder() };
      const tell = (text: string) => {
        if (!json) session.stdout.write(text);
      };

      tell('1  Analysis of the carried sample of Fashion-MNIST\n');
      const { analyze } = await import('../../engine/jobs/analyze');
      const analysis = await withProgress(session, (context) =>
        analyze({ data, outputFolder: session.workingFolder, seed: DEFAULT_SEED }, context),
      );
      tell(shownAnalysis(session, analysis));

      tell('\n2  Training\n');
      const { loadRuntime } = await import('../../engine/runtime');
      const runtime = await loadRuntime('auto');
      const { newRunFolder, runsFolderIn } = await import('../../engine/runs');
      const { train } = await import('../../engine/jobs/train');
      const startedAt = begun.toISOString();
      const runFolder = await newRunFolder(runsFolderIn(session.workingFolder), startedAt, RECIPE);
      const turnIn = await turnFolder(session, runFolder);
      const trained = await withProgress(session, (context) =>
        train(
          { data, recipe: RECIPE, epochs: EPOCHS, seed: DEFAULT_SEED, engine: 'auto', runFolder, startedAt, turnIn },
          context,
        ),
      );
      tell(formatFacts(resultFacts(trained.record)));
      session.signal.throwIfAborted();

      tell('\n3  Evaluation on its test split\n');
      const { evaluate } = await import('../../engine/jobs/evaluate');
      const outputFile = path.join(session.workingFolder, 'output.txt');
      const evaluation = await withProgress(session, (context) =>
        evaluate({ data, runFolder: trained.runFolder, outputFile, engine: 'auto', startedAt }, context),
      );
      printResult(
        session,
        json,
        {
          runDir: trained.runFolder,
          engine: runtime.name,
          outputFile,
          analysisFile: analysis.textFile,
          accuracy: evaluation.accuracy,
        },
        () => shownEvaluation(session, evaluation) + ending(session, trained.record, trained.runFolder, begun),
      );
    });
}

function ending(session: Session, record: RunRecord, runFolder: string, begun: Date): string {
  const seconds = (session.now().getTime() - begun.getTime()) / 1000;
  return (
    `\nDone in ${formatDuration(seconds)} with the ${record.engine.name === 'native' ? 'native' : 'WASM'} engine. Written here:\n` +
    formatFacts([
      ['output.txt', 'the report: architecture, data, metrics, insights'],
      ['evaluation.json, predictions.csv', 'the same for programs, and each prediction'],
      ['analysis.txt, analysis.json', 'what the data is like'],
      [shownPath(session, runFolder), 'the model, its history and summary'],
    ]) +
    '\nNext:\n' +
    formatFacts([
      ['open the report in the editor', 'code output.txt'],
      ['train in the editor', 'code . and press F5, then "FashionMNIST: Train" in the command palette'],
      ['train on data of your own', `${commandName()} train DATA`],
      ['train faster', record.engine.name === 'wasm' ? 'npm run engine:native' : null],
    ])
  );
}
