// Which images of the queue are looked at. Pure functions.
import { NO_FILTER, type QueueFilter } from '../../shared/reviewOrder';
import type { Entry } from './sequence';

export function isEmpty({ pair, scores, split }: QueueFilter): boolean {
  return pair === null && scores === null && split === null;
}

export function passes({ pair, scores, split }: QueueFilter, entry: Entry): boolean {
  if (pair && (entry.given !== pair.given || entry.predicted !== pair.predicted)) return false;
  if (split !== null && entry.split !== split) return false;
  if (!scores) return true;
  const { score } = entry;
  return score !== null && score >= scores[0] && score <= scores[1];
}

/** Reads what was kept; what does not fit filters nothing. */
export function restoreFilter(kept: unknown): QueueFilter {
  const from = objectOf(kept);
  const { given, predicted } = objectOf(from.pair);
  const isLabel = (value: unknown): value is number | null => value === null || Number.isSafeInteger(value);
  const scores = from.scores as unknown[];
  const isRange = Array.isArray(scores) && scores.length === 2 && scores.every(Number.isFinite);
  return {
    ...NO_FILTER,
    ...(isLabel(given) && isLabel(predicted) && { pair: { given, predicted } }),
    ...(isRange && { scores: [scores[0] as number, scores[1] as number] as const }),
    ...(typeof from.split === 'string' && { split: from.split }),
  };
}

function objectOf(value: unknown): Record<string, unknown> {
  return (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
}
