import * as l10n from '@vscode/l10n';
import type { RunRecord, RunTemperature } from '../shared/contracts/jobs';
import { MAX_CLASSES } from '../shared/classes';
import { UserError } from '../shared/userError';

type Check = (value: unknown) => string | null;

const text: Check = (value) => (typeof value === 'string' ? null : l10n.t('is not text'));
const number: Check = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? null : l10n.t('is not a number');
const count: Check = (value) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? null : l10n.t('is not a whole number');
const record: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? null : l10n.t('is not an object');
const time: Check = (value) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? null : l10n.t('is not a time');
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null ? null : check(value);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined ? null : check(value);
const oneOf =
  (...choices: unknown[]): Check =>
  (value) =>
    choices.includes(value) ? null : l10n.t('is not one of {0}', choices.join(', '));
/** As `RunTemperature`: what divides logits is above 0. */
const temperature: Check = (value) => {
  const { temperature: divisor, count: images, hurts } = (record(value) ? {} : value) as Partial<RunTemperature>;
  return number(divisor) || divisor! <= 0 || count(images) || typeof hurts !== 'boolean'
    ? l10n.t('is no temperature')
    : null;
};
const listOf =
  (check: Check): Check =>
  (value) =>
    !Array.isArray(value) ? l10n.t('is not a list') : (value.map(check).find((problem) => problem !== null) ?? null);

/** What the rest of the program relies on; a field that is not listed is kept as it is. */
const CHECKS: readonly [field: string, check: Check][] = [
  ['formatVersion', oneOf(1)],
  ['kind', optional(oneOf('ablation'))],
  ['id', text],
  ['state', oneOf('running', 'finished', 'stopped', 'interrupted')],
  ['startedAt', time],
  ['finishedAt', orNull(time)],
  ['data', record],
  ['data.path', text],
  ['data.hash', text],
  ['data.splitHashes', optional(listOf(text))],
  ['data.stamp', optional(text)],
  ['data.splitHash', text],
  ['data.trainCount', count],
  ['data.validationCount', count],
  ['data.classNames', listOf(text)],
  ['data.classCounts', listOf(count)],
  ['recipe', record],
  ['seed', number],
  ['epochsAsked', count],
  ['engine', record],
  ['engine.name', oneOf('native', 'wasm')],
  ['engine.versions', record],
  ['engine.threads', count],
  ['machine', record],
  ['settings', record],
  ['settings.data', record],
  ['settings.validationShare', number],
  ['settings.classWeights', oneOf('none', 'balanced')],
  ['corrections', optional(record)],
  ['notes', listOf(text)],
];
/** The measures may be null in the file: JSON has no NaN, and a run without validation images has no such figures. */
const RESULT_CHECKS: readonly [field: string, check: Check][] = [
  ['results.epochs', count],
  ['results.bestEpoch', count],
  ['results.trainLoss', orNull(number)],
  ['results.trainAccuracy', orNull(number)],
  ['results.validationLoss', orNull(number)],
  ['results.validationAccuracy', orNull(number)],
  ['results.parameters', count],
  ['results.trainingSeconds', number],
  ['results.totalSeconds', number],
  ['results.imagesPerSecond', orNull(number)],
  ['results.temperature', optional(orNull(temperature))],
];

/** Checks the text of a `run.json`. @throws UserError that names the file and the field that is wrong. */
export function parseRunRecord(json: string, file: string): RunRecord {
  const remedy = l10n.t('the run is damaged: restore the file, or delete the run');
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw new UserError(l10n.t('is not valid JSON'), remedy, { file });
  }
  const problem = record(parsed) ?? firstProblem(parsed);
  if (problem) throw new UserError(problem, remedy, { file });
  return parsed as RunRecord;
}

function firstProblem(parsed: unknown): string | null {
  const finished = (parsed as Partial<RunRecord>).results !== null;
  for (const [field, check] of finished ? [...CHECKS, ['results', record] as const, ...RESULT_CHECKS] : CHECKS) {
    const problem = check(fieldOf(parsed, field));
    if (problem)
      return l10n.t({
        message: '"{0}" {1}',
        args: [field, problem],
        comment: ['"seed" is not a number'],
      });
  }
  const { classNames, classCounts } = (parsed as RunRecord).data;
  if (classNames.length < 2 || classNames.length > MAX_CLASSES)
    return l10n.t('"data.classNames" has {0} names', classNames.length);
  if (classCounts.length !== classNames.length)
    return l10n.t('"data.classCounts" and "data.classNames" differ in length');
  return null;
}

function fieldOf(parsed: unknown, field: string): unknown {
  return field.split('.').reduce((value, key) => (value as Record<string, unknown>)[key], parsed);
}
