import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { dateTimeText } from '../../shared/dates';
import { asShownText } from '../shownText';
import { repositoryOf, type FileRepository, type GitCommit } from './gitApi';
import type { Version } from './versions';

const COMMITS = 20;
const TITLE = l10n.t('FashionMNIST: Show Corrections as Pictures');

export interface TwoVersions {
  before: Version;
  after: Version;
}

type Choice = vscode.QuickPickItem & { choose?: () => Promise<Version | undefined> };

/** Before: the last commit, or nothing without Git. After: the file as it is. */
export async function usualVersions(file: string): Promise<TwoVersions> {
  const git = await repositoryOf(file);
  return { before: git?.repository.state.HEAD?.commit ? git.at('HEAD') : null, after: vscode.Uri.file(file) };
}

/** Asks which two versions of a corrections file to compare. @returns undefined when the person changed their mind */
export async function chooseVersions(file: string): Promise<TwoVersions | undefined> {
  const git = await repositoryOf(file);
  const older = await choices(file, git);
  const nothing = {
    label: l10n.t('Nothing'),
    description: l10n.t('before the first decision'),
    choose: () => Promise.resolve(null),
  };
  const before = await ask(l10n.t('Which version before?'), [...older, nothing]);
  if (before === undefined) return undefined;
  const now = {
    label: l10n.t('Working tree'),
    description: l10n.t('the file as it is saved'),
    choose: () => Promise.resolve(vscode.Uri.file(file)),
  };
  const after = await ask(l10n.t('Which version after?'), [now, ...older, nothing]);
  return after === undefined ? undefined : { before, after };
}

async function ask(placeHolder: string, items: Choice[]): Promise<Version | undefined> {
  const options = { title: TITLE, placeHolder, matchOnDescription: true };
  return await (await vscode.window.showQuickPick(items, options))?.choose?.();
}

async function choices(file: string, git: FileRepository | null): Promise<Choice[]> {
  const commits = await (git?.repository.log({ maxEntries: COMMITS, path: file }).catch(() => []) ?? []);
  return [
    ...(git && commits.length ? [commitChoice('HEAD', 'HEAD', l10n.t('the last commit'), git)] : []),
    ...(git ? commits.map((commit) => commitChoice(commit.hash, titleOf(commit), describe(commit), git)) : []),
    {
      label: l10n.t('Another file...'),
      description: l10n.t('a copy of it, perhaps of another person'),
      choose: () => browse(file),
    },
  ];
}

function commitChoice(ref: string, label: string, description: string, git: FileRepository): Choice {
  return {
    label: asShownText(label),
    description: asShownText(description),
    choose: () => Promise.resolve(git.at(ref)),
  };
}

function titleOf({ message }: GitCommit): string {
  return message.split('\n', 1)[0] || l10n.t('(no message)');
}

function describe({ hash, authorName, authorDate }: GitCommit): string {
  return [hash.slice(0, 8), authorName, authorDate && dateTimeText(authorDate)].filter(Boolean).join(' · ');
}

async function browse(file: string): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: TITLE,
    defaultUri: vscode.Uri.file(file),
    filters: { [l10n.t('Corrections (CSV)')]: ['csv'], [l10n.t('All files')]: ['*'] },
  });
  return picked?.[0];
}
