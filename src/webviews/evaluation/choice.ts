// Which images are looked at: those of a cell of the confusion matrix, of a row or a column, or those that flipped.
import * as l10n from '@vscode/l10n';
import type { PredictionComparison } from '../../shared/contracts/comparison';
import type { ImageFilter } from '../../shared/contracts/explorer';
import type { Confusion } from '../../shared/metrics';
import { countOf, shareText } from '../../shared/numbers';

export const FLIPS = ['fixed', 'broken', 'otherwiseWrong'] as const;
export type Flip = (typeof FLIPS)[number];

export type Choice =
  | { kind: 'cell'; actual: number; predicted: number }
  /** All images of some classes. `wrongOnly`: those that were taken for another class. */
  | { kind: 'row'; actual: number[]; wrongOnly: boolean }
  /** All images taken for a class. `wrongOnly`: those that are of another one. */
  | { kind: 'column'; predicted: number; wrongOnly: boolean }
  /** By the probability of the predicted class, [low, high). */
  | { kind: 'confidence'; low: number; high: number; outcome: 'right' | 'wrong' | null }
  | { kind: 'flip'; flip: Flip };

/** What a query asks for. @param splits those that were evaluated */
export function filterOf(
  choice: Choice,
  { splits, classCount, comparison }: { splits: string[]; classCount: number; comparison?: PredictionComparison },
): ImageFilter {
  switch (choice.kind) {
    case 'cell':
      return { splits, classes: [choice.actual], predicted: [choice.predicted] };
    case 'row':
      return { splits, classes: choice.actual, ...(choice.wrongOnly && { outcome: 'wrong' as const }) };
    case 'column': {
      // Images without a label are in no cell of the matrix.
      const classes = Array.from({ length: classCount }, (_, label) => label);
      const others = classes.filter((label) => !choice.wrongOnly || label !== choice.predicted);
      return { splits, predicted: [choice.predicted], ...(classCount > 0 && { classes: others }) };
    }
    case 'confidence':
      return {
        splits,
        confidence: [choice.low, choice.high],
        ...(choice.outcome && { outcome: choice.outcome }),
      };
    case 'flip':
      return { images: Uint32Array.from(comparison?.[choice.flip] ?? []) };
  }
}

/** How many images the figures say it is; null where they do not say. */
export function countIn(
  choice: Choice,
  confusion: Confusion | null,
  comparison: PredictionComparison | undefined,
): number | null {
  switch (choice.kind) {
    case 'cell':
      return confusion?.[choice.actual][choice.predicted] ?? null;
    case 'row': {
      if (!confusion) return null;
      const ofRow = (label: number) => sum(confusion[label]) - (choice.wrongOnly ? confusion[label][label] : 0);
      return sum(choice.actual.map(ofRow));
    }
    case 'column': {
      if (!confusion) return null;
      const { predicted } = choice;
      return sum(confusion.map((row, label) => (choice.wrongOnly && label === predicted ? 0 : row[predicted])));
    }
    case 'confidence':
      return null;
    case 'flip':
      return comparison?.[choice.flip].length ?? null;
  }
}

/** `Shirt predicted as T-shirt/top` */
export function titleOf(choice: Choice, nameOf: (label: number) => string, comparison?: PredictionComparison): string {
  switch (choice.kind) {
    case 'cell': {
      const { actual, predicted } = choice;
      return actual === predicted
        ? l10n.t('{0}, predicted right', nameOf(actual))
        : l10n.t('{0} predicted as {1}', nameOf(actual), nameOf(predicted));
    }
    case 'row': {
      const names = choice.actual.map(nameOf).join(', ');
      return choice.wrongOnly ? l10n.t('{0} predicted as something else', names) : names;
    }
    case 'column':
      return choice.wrongOnly
        ? l10n.t('Other classes predicted as {0}', nameOf(choice.predicted))
        : l10n.t('All that is predicted as {0}', nameOf(choice.predicted));
    case 'confidence': {
      const [low, high] = [percent(choice.low), percent(Math.min(1, choice.high))];
      if (choice.outcome === 'right') return l10n.t('Right with a confidence of {0} to {1}', low, high);
      if (choice.outcome === 'wrong') return l10n.t('Wrong with a confidence of {0} to {1}', low, high);
      return l10n.t('Predicted with a confidence of {0} to {1}', low, high);
    }
    case 'flip': {
      const [first, second] = comparison?.runs.map(({ name }) => name) ?? [
        l10n.t({ message: 'the first run', args: [], comment: ['after "with"'] }),
        l10n.t({ message: 'the second run', args: [], comment: ['after "with"'] }),
      ];
      if (choice.flip === 'fixed') return l10n.t('Wrong with {0}, right with {1}', first, second);
      if (choice.flip === 'broken') return l10n.t('Right with {0}, wrong with {1}', first, second);
      return l10n.t('Wrong with both, but not alike');
    }
  }
}

/** `118 images, most confident first` */
export function countTitle(choice: Choice, count: number): string {
  const images = countOf(count, l10n.t('image'), l10n.t('images'));
  // Those that are wrong in both ways have no one confidence to go by.
  const isSorted = count > 1 && !(choice.kind === 'flip' && choice.flip === 'otherwiseWrong');
  return isSorted ? l10n.t('{0}, most confident first', images) : images;
}

/** Reads what was kept; null where it names nothing of a data set with so many classes. */
export function restoreChoice(kept: unknown, classCount: number): Choice | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const { kind, actual, predicted, wrongOnly, low, high, outcome, flip } = kept as Record<string, unknown>;
  const isLabel = (label: unknown): label is number =>
    Number.isInteger(label) && (label as number) >= 0 && (label as number) < classCount;
  if (kind === 'cell' && isLabel(actual) && isLabel(predicted)) return { kind, actual, predicted };
  if (kind === 'row' && Array.isArray(actual) && actual.length > 0 && actual.every(isLabel)) {
    return { kind, actual, wrongOnly: wrongOnly === true };
  }
  if (kind === 'column' && isLabel(predicted)) return { kind, predicted, wrongOnly: wrongOnly === true };
  if (kind === 'confidence' && typeof low === 'number' && typeof high === 'number') {
    return { kind, low, high, outcome: outcome === 'right' || outcome === 'wrong' ? outcome : null };
  }
  const found = kind === 'flip' ? FLIPS.find((one) => one === flip) : undefined;
  return found ? { kind: 'flip', flip: found } : null;
}

/** At most one decimal. */
function percent(share: number): string {
  const thousandths = Math.round(share * 1000);
  return shareText(thousandths / 1000, thousandths % 10 === 0 ? 0 : 1);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
