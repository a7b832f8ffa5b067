// The form as it is typed: texts that may not be numbers yet.
import * as l10n from '@vscode/l10n';
import { UNSURE_USES, type UnsureUse } from '../../../shared/contracts/corrections';
import type { TrainingForm } from '../../../shared/contracts/training';
import { countText } from '../../../shared/numbers';

export interface Draft {
  dataPath: string;
  recipe: string;
  /** Empty: what the recipe says. */
  epochs: string;
  seed: string;
  /** In percent. */
  validationShare: string;
  engine: TrainingForm['engine'];
  classWeights: TrainingForm['classWeights'];
  corrections: TrainingForm['corrections'];
}

export type DraftField = keyof Draft;
export type Problems = Partial<Record<DraftField, string>>;

export const MOST_EPOCHS = 1000;
export const MOST_SEED = 2 ** 32 - 1;

export function draftOf({ epochs, seed, validationShare, ...rest }: TrainingForm): Draft {
  return {
    ...rest,
    epochs: epochs === null ? '' : String(epochs),
    seed: String(seed),
    validationShare: String(Number((100 * validationShare).toFixed(2))),
  };
}

/** What is wrong with a draft, a line a field, and the form where nothing is. */
export function checkDraft(draft: Draft): { problems: Problems; form: TrainingForm | null } {
  const problems: Problems = {};
  if (draft.dataPath === '') problems.dataPath = l10n.t('Choose the data to train on.');
  if (draft.recipe === '') problems.recipe = l10n.t('Choose a recipe.');
  const epochs = draft.epochs.trim() === '' ? null : wholeNumber(draft.epochs);
  if (epochs !== null && !(epochs >= 1 && epochs <= MOST_EPOCHS)) {
    problems.epochs = l10n.t(
      'Give a whole number from 1 to {0}, or nothing for what the recipe says.',
      countText(MOST_EPOCHS),
    );
  }
  const seed = wholeNumber(draft.seed);
  if (!(seed >= 0 && seed <= MOST_SEED)) {
    problems.seed = l10n.t('Give a whole number from {0} to {1}.', 0, countText(MOST_SEED));
  }
  const share = decimal(draft.validationShare.replace(/%\s*$/, '')) / 100;
  if (!(share >= 0.01 && share <= 0.5)) problems.validationShare = l10n.t('Give a percentage from 1 to 50.');
  const isWhole = Object.keys(problems).length === 0;
  const { dataPath, recipe, engine, classWeights, corrections } = draft;
  const form = { dataPath, recipe, epochs, seed, validationShare: share, engine, classWeights, corrections };
  return { problems, form: isWhole ? form : null };
}

/** @returns NaN where it is none */
export function wholeNumber(text: string): number {
  return /^\s*\d{1,15}\s*$/.test(text) ? Number(text) : NaN;
}

function decimal(text: string): number {
  return /^\s*\d{1,9}([.,]\d*)?\s*$/.test(text) ? Number(text.replace(',', '.')) : NaN;
}

/** What a person kept of an earlier session, if it is a draft. */
export function readDraft(value: unknown): Draft | null {
  if (typeof value !== 'object' || value === null) return null;
  const { dataPath, recipe, epochs, seed, validationShare, engine, classWeights, corrections } = value as Record<
    DraftField,
    unknown
  >;
  const texts = [dataPath, recipe, epochs, seed, validationShare];
  if (!texts.every((text) => typeof text === 'string')) return null;
  if (engine !== 'auto' && engine !== 'native' && engine !== 'wasm') return null;
  if (classWeights !== 'none' && classWeights !== 'balanced') return null;
  const draft = { dataPath, recipe, epochs, seed, validationShare, engine, classWeights };
  return { ...draft, corrections: readCorrectionsUse(corrections) } as Draft;
}

function readCorrectionsUse(value: unknown): Draft['corrections'] {
  const { use, unsureUse } = (value ?? {}) as Record<string, unknown>;
  const isUse = UNSURE_USES.includes(unsureUse as UnsureUse);
  return { use: use !== false, unsureUse: isUse ? (unsureUse as UnsureUse) : 'keep' };
}
