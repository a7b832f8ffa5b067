// Whether the data that lies there, and the predictions kept beside the run, are those that the figures tell of.
import * as l10n from '@vscode/l10n';
import type { Evaluation } from '../../shared/contracts/evaluation';
import type { OpenedDataset, PredictionsSummary } from '../../shared/contracts/explorer';
import { countText } from '../../shared/numbers';

/** `split` of an evaluation of all splits together. */
const ALL = 'all';

/** Shares of the same images are the same but for rounding. */
const TOLERANCE = 1e-9;

/** The splits that were evaluated, of those that are there now. */
export function evaluatedSplits({ split }: Evaluation, { splits }: OpenedDataset): string[] {
  const names = splits.map((one) => one.split);
  if (names.includes(split)) return [split];
  return split === ALL ? names : [];
}

/** @param predictions of the evaluated run; null: none are kept @returns what is the matter, for a person; null: nothing */
export function describeMismatch(
  evaluation: Evaluation,
  opened: OpenedDataset,
  predictions: PredictionsSummary | null,
): string | null {
  const splits = evaluatedSplits(evaluation, opened);
  const evaluated = opened.splits.filter(({ split }) => splits.includes(split));
  if (evaluated.length === 0) return l10n.t('The data has no split "{0}" any more.', evaluation.split);
  const count = evaluated.reduce((total, one) => total + one.count, 0);
  if (count !== evaluation.count) {
    return l10n.t(
      'The data has changed since: it holds {0} images, and {1} were evaluated.',
      countText(count),
      countText(evaluation.count),
    );
  }
  if (!predictions)
    return l10n.t('The predictions of this evaluation are not kept beside its run, or the data has changed since.');
  if (evaluation.accuracy === null) return null;
  const [first] = evaluated;
  const accuracy = predictions.accuracies[opened.splits.indexOf(first)];
  // Of several splits together the accuracy is not told; what counts then is whether each has one.
  const isOther = evaluated.length === 1 && (accuracy === null || Math.abs(accuracy - evaluation.accuracy) > TOLERANCE);
  return isOther ? l10n.t('The data or its labels have changed since, or the predictions kept are others.') : null;
}
