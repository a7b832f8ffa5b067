import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ListedRun } from '../../shared/contracts/engine';
import type { RunRecord } from '../../shared/contracts/jobs';
import { countOf, countText, shareText } from '../../shared/numbers';
import type { Parts } from '../parts';
import { readSettings } from '../settings';
import { asShownText } from '../shownText';
import { nameOf } from '../workspaceFolder';

/** A run whose record can be read. */
export type ReadableRun = ListedRun & { record: RunRecord };

export async function listRuns({ engines }: Parts, folder: vscode.WorkspaceFolder): Promise<ReadableRun[]> {
  const runs = await engines.ask('listRuns', readSettings(folder).runsFolder);
  return runs.filter((run): run is ReadableRun => run.record !== null);
}

/** The runs with a model to evaluate, newest first. */
export async function listTrainedRuns(parts: Parts, folder: vscode.WorkspaceFolder): Promise<ReadableRun[]> {
  const runs = await listRuns(parts, folder);
  return runs.filter(({ record: { state, results } }) => (state === 'finished' || state === 'stopped') && results);
}

/** The runs that training can go on with, newest first. */
export async function listInterruptedRuns(parts: Parts, folder: vscode.WorkspaceFolder): Promise<ReadableRun[]> {
  return (await listRuns(parts, folder)).filter(({ record }) => isInterruptedTraining(record));
}

/** An ablation that was cut short goes on when it is asked for again. */
export function isInterruptedTraining({ state, kind }: RunRecord): boolean {
  return state === 'interrupted' && kind !== 'ablation';
}

/** Asks for one of the runs, in their order. */
export async function pickRun(
  runs: readonly ReadableRun[],
  folder: vscode.WorkspaceFolder,
  title: string,
  placeHolder = l10n.t('Which run?'),
): Promise<ReadableRun | undefined> {
  const newest = runs
    .map(({ record }) => record.startedAt)
    .sort()
    .at(-1);
  const items = runs.map((run) => ({
    label: asShownText(run.record.id),
    description: [
      run.record.startedAt === newest ? l10n.t('newest') : '',
      run.record.corrections ? l10n.t('with corrections') : '',
    ]
      .filter(Boolean)
      .join(', '),
    detail: describeRun(run.record, folder),
    run,
  }));
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.run;
}

function describeRun({ data, results, epochsAsked }: RunRecord, folder: vscode.WorkspaceFolder): string {
  const trained = l10n.t('{0} images of {1}', countText(data.trainCount), nameOf(data.path, folder));
  const course = results
    ? [
        countOf(results.epochs, l10n.t('epoch'), l10n.t('epochs')),
        l10n.t('{0} on held-out images', shareText(results.validationAccuracy)),
      ]
    : [l10n.t('interrupted before epoch {0}', epochsAsked)];
  return [trained, ...course].join(', ');
}
