// What the editor's AI features may ask. Answers are JSON: names in it come from data and stay data. Its own words
// are English; sentences about a run are in the editor's language, as the person reads them.
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Evaluation } from '../shared/contracts/evaluation';
import type { RunRow } from '../shared/contracts/training';
import { judgeFit } from '../shared/fit';
import { UserError } from '../shared/userError';
import { wilsonInterval } from '../shared/statistics';
import { evaluateData } from './commands/evaluate';
import type { Parts } from './parts';
import { asShownText } from './shownText';

/** The part of VS Code's tools that is used here. They came with 1.95; the types are those of the oldest version supported. */
interface Tool<Input> {
  prepareInvocation?: (options: { input: Input }) => {
    invocationMessage: string;
    confirmationMessages?: { title: string; message: string };
  };
  invoke: (options: { input: Input }, stopped: vscode.CancellationToken) => Promise<object>;
}
interface ToolsOfEditor {
  lm?: { registerTool?: <Input>(name: string, tool: Tool<Input>) => vscode.Disposable };
  LanguageModelToolResult?: new (parts: object[]) => object;
  LanguageModelTextPart?: new (text: string) => object;
}

interface RunInput {
  run?: string;
}

interface EvaluateInput extends RunInput {
  dataPath?: string;
}

/** Registers the tools that package.json declares under `languageModelTools`, where the editor has such. */
export function registerLanguageModelTools(parts: Parts): void {
  const { lm, LanguageModelToolResult: Result, LanguageModelTextPart: Text } = vscode as ToolsOfEditor;
  if (!lm?.registerTool || !Result || !Text) return;
  const answering =
    <Input>(answer: (input: Input, stopped: vscode.CancellationToken) => Promise<unknown>): Tool<Input>['invoke'] =>
    async ({ input }, stopped) =>
      new Result([new Text(JSON.stringify(await answer(input, stopped)))]);
  parts.context.subscriptions.push(
    lm.registerTool('fashion_mnist_list_runs', {
      prepareInvocation: () => ({ invocationMessage: l10n.t('Listing the training runs') }),
      invoke: answering(() => listRuns(parts)),
    }),
    lm.registerTool<RunInput>('fashion_mnist_explain_run', {
      prepareInvocation: () => ({ invocationMessage: l10n.t('Reading a training run') }),
      invoke: answering((input) => explainRun(parts, input)),
    }),
    lm.registerTool<EvaluateInput>('fashion_mnist_evaluate', {
      prepareInvocation: ({ input }) => ({
        invocationMessage: l10n.t('Evaluating a data set'),
        confirmationMessages: {
          title: l10n.t('Evaluate a data set'),
          message: askEvaluation(named(input.dataPath), named(input.run)),
        },
      }),
      invoke: answering((input, stopped) => evaluate(parts, input, stopped)),
    }),
  );
}

/** The model may hand over anything. @returns empty where it is no name */
function named(value: unknown): string {
  return asShownText(typeof value === 'string' ? value : '');
}

/** @param run empty: the newest */
function askEvaluation(data: string, run: string): string {
  return run === ''
    ? l10n.t('Evaluate {0} with the newest run? It writes output.txt, evaluation.json and predictions.csv.', data)
    : l10n.t('Evaluate {0} with {1}? It writes output.txt, evaluation.json and predictions.csv.', data, run);
}

async function listRuns({ runs }: Parts): Promise<unknown> {
  const rows = await runs.refresh();
  return rows.map(({ id, name, tags, state, startedAt, recipe, dataTitle, epochs, ...row }) => ({
    ...{ id, name, tags, state, startedAt, recipe, data: dataTitle, epochs },
    validationAccuracy: row.validationAccuracy,
    interval95: row.interval,
    corrections: row.corrections,
  }));
}

/** What a run is and how it went, with the verdict on its fit that the training view gives. */
async function explainRun(parts: Parts, { run }: RunInput): Promise<unknown> {
  const { folder } = await findRun(parts, run);
  const [{ name, record, history }] = await parts.engines.ask('loadRuns', [folder]);
  const { data, results } = record;
  const { verdict, reason, rule } = judgeFit(history, { train: data.trainCount, validation: data.validationCount });
  const right = Math.round((results?.validationAccuracy ?? 0) * data.validationCount);
  return {
    ...{ id: record.id, name, state: record.state, recipe: record.recipe, seed: record.seed, engine: record.engine },
    data: {
      path: data.path,
      trainCount: data.trainCount,
      validationCount: data.validationCount,
      classes: data.classNames,
    },
    results,
    validationInterval95: results && wilsonInterval(right, data.validationCount),
    fit: { verdict, reason, rule },
    history: history.map(({ epoch, trainAccuracy, validationAccuracy, trainLoss, validationLoss }) => {
      return { epoch, trainAccuracy, validationAccuracy, trainLoss, validationLoss };
    }),
    notes: record.notes,
  };
}

/** Evaluates as the command does: the report opens, and one that is there is asked about before it is written over. */
async function evaluate(
  parts: Parts,
  { dataPath, run }: EvaluateInput,
  stopped: vscode.CancellationToken,
): Promise<unknown> {
  if (typeof dataPath !== 'string' || dataPath === '')
    throw new UserError('no data was named', 'give dataPath, relative to the workspace folder');
  const { folder: runFolder } = await findRun(parts, run);
  const folder =
    vscode.workspace.getWorkspaceFolder(vscode.Uri.file(runFolder)) ?? vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new UserError('no folder is open', 'open one');
  const place = path.resolve(folder.uri.fsPath, dataPath);
  // Nor by a link that leads out.
  const [real, realFolder] = await Promise.all([place, folder.uri.fsPath].map((one) => realpath(one).catch(() => one)));
  if (real !== realFolder && !real.startsWith(realFolder + path.sep))
    throw new UserError('this data is not in the folder of the run', 'name data that is', { file: dataPath });
  const written = await evaluateData(parts, folder, place, runFolder, { stopped });
  if (written === undefined)
    throw new UserError('nothing was evaluated', 'the person declined, or the editor shows what went wrong');
  const evaluation = JSON.parse(await readFile(written, 'utf8')) as Evaluation;
  const { split, count, runId, accuracy, accuracyInterval, insights, notes } = evaluation;
  return { run: runId, split, count, accuracy, interval95: accuracyInterval, insights, notes, report: written };
}

/** @param named an id or a name; none: the newest with a model */
async function findRun({ runs }: Parts, named: string | undefined): Promise<RunRow> {
  const rows = await runs.refresh();
  const row = named
    ? rows.find(({ id, name }) => id === named || name === named)
    : rows.find(({ hasModel }) => hasModel);
  if (row) return row;
  throw named
    ? new UserError(`there is no run "${named}"`, 'list the runs first')
    : new UserError('there is no trained model in this workspace yet', 'train one: FashionMNIST: Train');
}
