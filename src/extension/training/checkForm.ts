import { UNSURE_USES } from '../../shared/contracts/corrections';
import type { AblationForm, TrainingForm } from '../../shared/contracts/training';

/** What was kept may be of another version, and what a view sends is checked at this door. @returns undefined where it is no form */
export function checkForm(value: unknown): TrainingForm | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const form = value as Partial<TrainingForm>;
  const { dataPath, recipe, epochs, seed, validationShare, engine, classWeights } = form;
  // Forms of early versions know of no corrections.
  const { use, unsureUse } = form.corrections ?? { use: true, unsureUse: 'keep' as const };
  const isForm =
    typeof dataPath === 'string' &&
    typeof recipe === 'string' &&
    (epochs === null || isWhole(epochs, 1, 1000)) &&
    isWhole(seed, 0, 2 ** 32 - 1) &&
    typeof validationShare === 'number' &&
    validationShare >= 0.01 &&
    validationShare <= 0.5 &&
    (engine === 'auto' || engine === 'native' || engine === 'wasm') &&
    (classWeights === 'none' || classWeights === 'balanced') &&
    typeof use === 'boolean' &&
    UNSURE_USES.includes(unsureUse);
  if (!isForm) return undefined;
  return {
    dataPath,
    recipe,
    epochs,
    seed,
    validationShare,
    engine,
    classWeights,
    corrections: { use, unsureUse },
  };
}

/** The same for the form of an ablation. */
export function checkAblationForm(value: unknown): AblationForm | undefined {
  const form = checkForm(value);
  if (!form) return undefined;
  const { seeds, images, ablationEpochs, parts, beside } = value as Partial<AblationForm>;
  const isForm =
    isWhole(seeds, 3, 20) &&
    isWhole(images, 100, Number.MAX_SAFE_INTEGER) &&
    isWhole(ablationEpochs, 1, 1000) &&
    Array.isArray(parts) &&
    parts.every((part) => typeof part === 'string') &&
    (beside === undefined || typeof beside === 'string');
  if (!isForm) return undefined;
  return { ...form, seeds, images, ablationEpochs, parts, ...(beside === undefined ? {} : { beside }) };
}

function isWhole(number: unknown, low: number, high: number): number is number {
  return Number.isSafeInteger(number) && (number as number) >= low && (number as number) <= high;
}
