import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { z } from 'zod';
import type { Ablation } from '../shared/contracts/ablation';
import { UserError } from '../shared/userError';
import { writeAllAtomically } from './atomicWrite';
import { formatJson } from './reports/json';
import { textCell } from './reports/predictionsCsv';

const JSON_FILE = 'ablation.json';
const CSV_FILE = 'ablation.csv';

/** JSON has no NaN: a network that fell apart in training has no loss. */
const measured = z
  .number()
  .nullable()
  .transform((value) => value ?? NaN);
const interval = z.tuple([z.number(), z.number()]).nullable();

const ablationSchema = z.object({
  kind: z.literal('fashion-mnist ablation'),
  formatVersion: z.literal(1),
  startedAt: z.string(),
  dataPath: z.string(),
  recipe: z.string(),
  settingHash: z.string().optional(),
  engine: z.enum(['native', 'wasm']),
  seeds: z.array(z.number()),
  epochs: z.number(),
  trainCount: z.number(),
  validationCount: z.number(),
  parts: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.enum(['whole', 'convBlock', 'residual', 'batchNormalization', 'maxPooling2d', 'dropout', 'dense']),
      instead: z.string(),
      parameters: z.number(),
    }),
  ),
  trials: z.array(
    z.object({
      part: z.string(),
      seed: z.number(),
      trainAccuracy: z.number(),
      validationAccuracy: z.number(),
      validationLoss: measured,
      seconds: z.number(),
    }),
  ),
  effects: z.array(
    z.object({
      part: z.string(),
      accuracy: z.number(),
      accuracyInterval: interval,
      gap: z.number(),
      gapInterval: interval,
      trials: z.number(),
    }),
  ),
  whole: z.boolean(),
  findings: z.array(z.string()),
}) satisfies z.ZodType<Ablation>;

/** The `ablation.json` of a folder; null when there is none. @throws UserError when it is damaged or not ours */
export async function readAblation(folder: string): Promise<Ablation | null> {
  const file = path.join(folder, JSON_FILE);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return ablationSchema.parse(JSON.parse(text));
  } catch {
    throw new UserError(
      l10n.t('is no ablation of this program, or is damaged'),
      l10n.t('move it, or choose another folder'),
      { file },
    );
  }
}

/** Writes `ablation.json` and `ablation.csv` (a line a trial), both or neither. */
export async function writeAblation(folder: string, ablation: Ablation): Promise<void> {
  await writeAllAtomically([
    { file: path.join(folder, JSON_FILE), text: formatJson(ablation) },
    { file: path.join(folder, CSV_FILE), text: formatTrials(ablation) },
  ]);
}

function formatTrials({ parts, trials }: Ablation): string {
  const header = 'part,name,seed,train_accuracy,validation_accuracy,gap,validation_loss,seconds';
  const lines = trials.map(({ part, seed, trainAccuracy, validationAccuracy, validationLoss, seconds }) => {
    const name = parts.find(({ id }) => id === part)?.name ?? part;
    const loss = Number.isFinite(validationLoss) ? validationLoss : '';
    const gap = trainAccuracy - validationAccuracy;
    return [textCell(part), textCell(name), seed, trainAccuracy, validationAccuracy, gap, loss, seconds].join(',');
  });
  return [header, ...lines, ''].join('\n');
}
