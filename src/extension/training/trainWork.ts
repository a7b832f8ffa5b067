import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { RunRecord, TrainRequest, TrainResult } from '../../shared/contracts/jobs';
import type { TrainingForm } from '../../shared/contracts/training';
import { countText, shareText } from '../../shared/numbers';
import { CancelledError } from '../../shared/rpc';
import { UserError } from '../../shared/userError';
import { wilsonInterval } from '../../shared/statistics';
import { locateData } from '../dataLocation';
import type { Parts } from '../parts';
import { listInterruptedRuns, type ReadableRun } from '../pick/pickRun';
import { readSettings } from '../settings';
import { formOfRun, titleOf } from './form';
import type { Work, WorkContext } from './work';

/** Trains what a form says. */
export function trainWork(parts: Parts, folder: vscode.WorkspaceFolder, form: TrainingForm): Work {
  const training = new Training(parts, folder, form.recipe, async () => ({
    data: await locateData(parts, folder, form.dataPath),
    recipe: form.recipe,
    ...(form.epochs === null ? {} : { epochs: form.epochs }),
    seed: form.seed,
    engine: form.engine,
    validationShare: form.validationShare,
    classWeights: form.classWeights,
    ...(await correctionsAsked(parts, folder, form)),
  }));
  return {
    kind: 'training',
    title: titleOf(form, folder),
    form,
    folder,
    runFolder: null,
    canResume: () => training.isUnfinished(),
    async run(context) {
      const { record } = await training.run(context);
      return { state: record.state === 'stopped' ? 'stopped' : 'finished', result: describeResult(record), record };
    },
  };
}

/** The corrections of the workspace as they are when the training begins, where they are to be used and there are any. */
async function correctionsAsked(
  { corrections }: Parts,
  folder: vscode.WorkspaceFolder,
  { corrections: { use, unsureUse } }: TrainingForm,
): Promise<Pick<TrainRequest, 'corrections'>> {
  const file = corrections.fileOf(folder);
  const isThere = use && (await stat(file).catch(() => null)) !== null;
  return isThere ? { corrections: { file, unsureUse } } : {};
}

/** Goes on with an interrupted run, or with one that its user stopped, from its checkpoint. */
export function resumeWork(parts: Parts, folder: vscode.WorkspaceFolder, runFolder: string, record: RunRecord): Work {
  const form = formOfRun(record);
  return {
    kind: 'training',
    title: titleOf(form, folder),
    form,
    folder,
    runFolder,
    canResume: () => isUnfinished(parts, folder, runFolder),
    async run({ engine, signal, madeIn }) {
      const request: TrainRequest = {
        data: await locateData(parts, folder, record.data.path),
        recipe: form.recipe,
        epochs: record.epochsAsked,
        seed: record.seed,
        engine: record.engine.name,
        runFolder,
        resume: true,
        startedAt: record.startedAt,
        turnIn: readSettings(folder).runsFolder,
      };
      const result = await engine.call('train', request, signal);
      madeIn(result.runFolder);
      const state = result.record.state === 'stopped' ? 'stopped' : 'finished';
      return { state, result: describeResult(result.record), record: result.record };
    },
  };
}

/** One run from nothing: its folder is chosen when its turn comes, and kept for going on after a crash. */
export class Training {
  private request: TrainRequest | undefined;

  constructor(
    private readonly parts: Parts,
    private readonly folder: vscode.WorkspaceFolder,
    /** What the run is named after. */
    private readonly recipe: string,
    /** What is to be trained; asked when its turn has come. */
    private readonly describe: () => Promise<Omit<TrainRequest, 'runFolder' | 'startedAt'>>,
  ) {}

  /** @throws CancelledError when it was stopped before its first epoch was over: then nothing is left of it */
  async run({ engine, signal, madeIn }: WorkContext): Promise<TrainResult> {
    const { runsFolder } = readSettings(this.folder);
    let resume = false;
    if (this.request) resume = await this.isUnfinished();
    if (!this.request || !resume) {
      const startedAt = new Date().toISOString();
      const runFolder = await this.parts.engines.ask('newRunFolder', { runsFolder, startedAt, recipe: this.recipe });
      this.request = { ...(await this.describe()), runFolder, startedAt };
    }
    const { runFolder } = this.request;
    madeIn(runFolder);
    try {
      return await engine.call('train', { ...this.request, resume, turnIn: runsFolder }, signal);
    } catch (error) {
      if (error instanceof CancelledError && !resume) await this.clearAway(runFolder);
      throw error;
    }
  }

  /** A new run that was cancelled before its first checkpoint is not worth a place in the list. */
  private async clearAway(runFolder: string): Promise<void> {
    const left = await findUnfinished(this.parts, this.folder, runFolder);
    if (!left) return;
    // Its process took too long to stop and was ended: what it has learnt is not thrown away.
    if (left.record.results) {
      const problem = l10n.t('the training did not stop in time and was ended');
      throw new UserError(problem, l10n.t('resume it from its last checkpoint'), { file: left.folder });
    }
    await this.parts.engines.ask('deleteRun', runFolder);
  }

  /** Whether it is there, but not whole: what a crash leaves to go on from. */
  async isUnfinished(): Promise<boolean> {
    return this.request !== undefined && (await isUnfinished(this.parts, this.folder, this.request.runFolder));
  }
}

async function isUnfinished(parts: Parts, folder: vscode.WorkspaceFolder, runFolder: string): Promise<boolean> {
  return (await findUnfinished(parts, folder, runFolder)) !== undefined;
}

async function findUnfinished(
  parts: Parts,
  folder: vscode.WorkspaceFolder,
  runFolder: string,
): Promise<ReadableRun | undefined> {
  const runs = await listInterruptedRuns(parts, folder);
  return runs.find(({ record }) => record.id === path.basename(runFolder).replace(/\.partial$/, ''));
}

/** `Trained: 89.3% of the 200 held-out images are recognised (95% interval ...) (best epoch: 3).` */
export function describeResult({ results, epochsAsked, state, data }: RunRecord): string {
  if (!results) return l10n.t('Nothing was learnt.');
  const held = data.validationCount;
  const [low, high] = wilsonInterval(Math.round(results.validationAccuracy * held), held);
  const values = {
    share: shareText(results.validationAccuracy),
    held: countText(held),
    low: shareText(low),
    high: shareText(high),
    best: results.bestEpoch,
  };
  return state === 'stopped'
    ? l10n.t(
        'Training stopped after epoch {last} of {asked}: {share} of the {held} held-out images are recognised ' +
          '(95% interval {low} to {high}) (best epoch: {best}).',
        { ...values, last: results.epochs, asked: epochsAsked },
      )
    : l10n.t(
        'Trained: {share} of the {held} held-out images are recognised (95% interval {low} to {high}) ' +
          '(best epoch: {best}).',
        { ...values },
      );
}
