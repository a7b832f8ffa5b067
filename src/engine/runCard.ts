import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { z } from 'zod';
import { UserError } from '../shared/userError';
import { writeAtomically } from './atomicWrite';
import { formatJson } from './reports/json';
import { plain } from './reports/words';
import { readRun } from './runs';

/** What a person wrote on a run: `card.json` in its folder. */
export interface RunCard {
  /** Empty: the run's id serves. */
  name: string;
  tags: string[];
}

const FILE = 'card.json';
const MAX_NAME = 200;
const MAX_TAG = 40;
const MAX_TAGS = 20;

const cardSchema = z.object({
  name: z.string().max(MAX_NAME).default(''),
  tags: z.array(z.string().min(1).max(MAX_TAG)).max(MAX_TAGS).default([]),
});

/** The card of the run in `folder`; an empty one where there is none, or it is damaged: the run itself is not. */
export async function readCard(folder: string): Promise<RunCard> {
  try {
    return cardSchema.parse(JSON.parse(await readFile(path.join(folder, FILE), 'utf8')));
  } catch {
    return { name: '', tags: [] };
  }
}

/** Gives a run a name for people; empty takes it away. @throws UserError when it is too long, or there is no run */
export async function renameRun(runFolder: string, name: string): Promise<void> {
  const wanted = oneLine(name);
  if (wanted.length > MAX_NAME) throw tooLong(l10n.t('the name has {0} characters', wanted.length), MAX_NAME);
  await changeCard(runFolder, { name: wanted });
}

/** Replaces the tags of a run; doubles and empty ones go. @throws UserError when they are too long or too many */
export async function tagRun(runFolder: string, tags: readonly string[]): Promise<void> {
  const wanted = [...new Set(tags.map(oneLine).filter((tag) => tag !== ''))];
  const long = wanted.find((tag) => tag.length > MAX_TAG);
  if (long !== undefined) throw tooLong(l10n.t('a tag has {0} characters', long.length), MAX_TAG);
  if (wanted.length > MAX_TAGS) throw tooLong(l10n.t('{0} tags are too many', wanted.length), MAX_TAGS);
  await changeCard(runFolder, { tags: wanted });
}

async function changeCard(runFolder: string, change: Partial<RunCard>): Promise<void> {
  const { folder } = await readRun(runFolder);
  await writeAtomically(path.join(folder, FILE), formatJson({ ...(await readCard(folder)), ...change }));
}

function oneLine(text: string): string {
  return plain(text).trim();
}

function tooLong(problem: string, limit: number): UserError {
  return new UserError(problem, l10n.t('give {0} at most', limit));
}
