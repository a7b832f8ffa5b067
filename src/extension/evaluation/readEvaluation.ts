// `evaluation.json` as a view takes it: whatever a person did to the file, what comes out of here has the right shape.
import fs from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { NO_SCORES, type Evaluation, type FurtherScores, type PartAccuracy } from '../../shared/contracts/evaluation';
import { UserError } from '../../shared/userError';

/** 255 classes make 12 MB. */
const LARGEST = 64 * 2 ** 20;

/** @throws UserError where the file is gone, too large, or no evaluation */
export async function readEvaluation(file: string): Promise<Evaluation> {
  let text: string;
  try {
    const { size } = await fs.stat(file);
    if (size > LARGEST)
      throw new UserError(l10n.t('is too large for an evaluation'), l10n.t('evaluate the model again'), { file });
    text = await fs.readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof UserError) throw error;
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const why = isGone ? l10n.t('is not there any more') : l10n.t('cannot be read ({0})', (error as Error).message);
    throw new UserError(why, l10n.t('evaluate the model again'), { file });
  }
  return parseEvaluation(text, file);
}

/** Files of earlier versions lack some measures: these are null then, or without bins. @throws UserError */
export function parseEvaluation(text: string, file: string): Evaluation {
  let from: unknown;
  try {
    from = JSON.parse(text);
  } catch {
    throw damaged(file, l10n.t('is damaged: it is no JSON'));
  }
  if (!isRecord(from) || from.kind !== 'fashion-mnist evaluation') {
    throw new UserError(l10n.t('was not written by an evaluation'), l10n.t('choose an evaluation.json'), { file });
  }
  if (from.formatVersion !== 1) {
    throw new UserError(l10n.t('was written by a newer version'), l10n.t('update the extension'), { file });
  }
  const whole = {
    ...from,
    damaged: isListOf(from.damaged, isDamagedPicture) ? from.damaged : [],
    notes: isListOf(from.notes, isText) ? from.notes : [],
    insights: isListOf(from.insights, isText) ? from.insights : [],
    flipAveraging: from.flipAveraging === true,
    dataHash: isText(from.dataHash) ? from.dataHash : '',
    correctionsFile: isText(from.correctionsFile) ? from.correctionsFile : null,
  };
  for (const [name, isRight] of SETTING) if (!isRight(from[name])) throw lacking(file, name);
  const { length } = from.classNames as string[];
  if (!isMatrix(from.confusion, length)) {
    if (from.confusion !== null && from.confusion !== undefined)
      throw damaged(file, l10n.t('is damaged: it has a broken "{0}"', 'confusion'));
    return { ...whole, ...NO_SCORES } as Evaluation;
  }
  for (const [name, isRight] of SCORES) if (!isRight(from[name], length)) throw lacking(file, name);
  return { ...whole, ...furtherScores(from) } as Evaluation;
}

function lacking(file: string, name: string): UserError {
  return damaged(file, l10n.t('is damaged: it lacks "{0}"', name));
}

function damaged(file: string, problem: string): UserError {
  return new UserError(problem, l10n.t('evaluate the model again'), { file });
}

type Check = (value: unknown, classes: number) => boolean;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isShare = (value: unknown) => isNumber(value) && value >= 0 && value <= 1;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isInterval = (value: unknown) => Array.isArray(value) && value.length === 2 && value.every(isShare);

function isListOf<T>(value: unknown, is: (one: unknown) => one is T): value is T[] {
  return Array.isArray(value) && value.every(is);
}

function isDamagedPicture(value: unknown): value is { path: string; why: string } {
  return isRecord(value) && isText(value.path) && isText(value.why);
}

function isMatrix(value: unknown, side: number): value is number[][] {
  const isRow = (row: unknown) => Array.isArray(row) && row.length === side && row.every(isCount);
  return Array.isArray(value) && value.length === side && value.every(isRow);
}

const isClassNames: Check = (value) => isListOf(value, isText) && value.length >= 2 && value.length <= 255;

const SETTING: readonly (readonly [name: string, check: (value: unknown) => boolean])[] = [
  ...['startedAt', 'dataPath', 'split', 'runId', 'runFolder', 'engine'].map((name) => [name, isText] as const),
  ['count', isCount],
  ['imagesPerSecond', isNumber],
  ['classNames', (value: unknown) => isClassNames(value, 0)],
];

const isLabel: Check = (value, classes) => isCount(value) && value < classes;

function isBin(value: unknown): boolean {
  if (!isRecord(value) || !isCount(value.count)) return false;
  return ['from', 'to', 'accuracy', 'confidence'].every((name) => isShare(value[name]));
}

const isBins: Check = (value) => Array.isArray(value) && value.every(isBin);

const isClassScores: Check = (value, classes) =>
  Array.isArray(value) &&
  value.length === classes &&
  value.every((one: unknown, label) => {
    if (!isRecord(one) || one.label !== label || !isText(one.name)) return false;
    const shares = ['precision', 'recall', 'f1'].every((name) => isShare(one[name]));
    return shares && [one.precisionInterval, one.recallInterval].every(isInterval) && isCount(one.support);
  });

const isPairs: Check = (value, classes) =>
  Array.isArray(value) &&
  value.every((one: unknown) => {
    if (!isRecord(one) || !isCount(one.count) || !isShare(one.share)) return false;
    return [one.actual, one.predicted].every((label) => isLabel(label, classes));
  });

const AVERAGES = ['macroPrecision', 'macroRecall', 'weightedPrecision', 'weightedRecall', 'weightedF1'];

const SCORES: readonly (readonly [name: string, check: Check])[] = [
  ['labelledCount', isCount],
  ...['accuracy', 'top2', 'macroF1', 'ece', 'meanConfidence', ...AVERAGES].map((name) => [name, isShare] as const),
  ['accuracyInterval', isInterval],
  ['loss', isNumber],
  ['perClass', isClassScores],
  ['confusedPairs', isPairs],
  ['calibration', isBins],
];

/** What earlier versions did not measure. */
function furtherScores(from: Record<string, unknown>): FurtherScores {
  const { confidenceHistogram: bars, temperatureScaling: scaling } = from;
  const counts = (of: 'right' | 'wrong') => (isRecord(bars) && isListOf(bars[of], isCount) ? bars[of] : []);
  const isScaling =
    isRecord(scaling) &&
    isNumber(scaling.temperature) &&
    isCount(scaling.fittedOn) &&
    isShare(scaling.ece) &&
    isNumber(scaling.loss) &&
    isBins(scaling.calibration, 0);
  return {
    confidenceHistogram: { right: counts('right'), wrong: counts('wrong') },
    temperatureScaling: isScaling
      ? ({ ...scaling, hurts: scaling.hurts === true } as unknown as FurtherScores['temperatureScaling'])
      : null,
    withoutTwins: partAccuracy(from.withoutTwins),
    withoutDisputed: partAccuracy(from.withoutDisputed),
  };
}

function partAccuracy(value: unknown): PartAccuracy | null {
  if (!isRecord(value) || !isCount(value.leftOut) || !isCount(value.count)) return null;
  return isShare(value.accuracy) && isInterval(value.accuracyInterval) ? (value as unknown as PartAccuracy) : null;
}
