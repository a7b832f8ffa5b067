// What a key or a button decides about an entry. Pure functions.
import * as l10n from '@vscode/l10n';
import type { Decision } from '../../shared/contracts/corrections';
import type { Standing } from './sequence';

/** What a person decides. */
export interface Choice {
  decision: Exclude<Decision, 'undo'>;
  /** Of a relabel; else null. */
  newLabel: number | null;
}

/** A choice about an entry, as it is saved. */
export interface Act extends Choice {
  key: string;
  note: string;
}

/** What is asked for, before it is known what it means for an image. */
export type Wish = { kind: 'keep' | 'unsure' | 'acceptModel' } | { kind: 'relabel'; label: number };

/**
 * What a wish means for an image; null where it means nothing. To give an image the label that it has is to keep it.
 * @param predicted the class that the model gives it, or null
 */
export function choiceOf(wish: Wish, given: number | null, predicted: number | null): Choice | null {
  if (wish.kind === 'unsure') return { decision: 'unsure', newLabel: null };
  // Without a given label there is nothing to keep.
  if (wish.kind === 'keep') return given === null ? null : { decision: 'keep', newLabel: null };
  const label = wish.kind === 'relabel' ? wish.label : predicted;
  if (label === null) return null;
  return label === given ? { decision: 'keep', newLabel: null } : { decision: 'relabel', newLabel: label };
}

/** `Coat`, `kept Shirt`, `unsure`: what was decided, in a word or two. */
export function decisionText(
  { decision, newLabel }: Choice,
  given: number | null,
  nameOf: (label: number | null) => string,
): string {
  if (decision === 'relabel') return given === null ? nameOf(newLabel) : `${nameOf(given)} → ${nameOf(newLabel)}`;
  return decision === 'keep' ? l10n.t('kept {0}', nameOf(given)) : l10n.t('unsure');
}

/** `Ann: Coat, Bob: Pullover` */
export function conflictText(
  { verdicts }: Pick<Standing, 'verdicts'>,
  given: number | null,
  nameOf: (label: number | null) => string,
): string {
  return verdicts
    .map(({ reviewer, decision, newLabel }) => {
      const said = decision === 'unsure' ? l10n.t('unsure') : nameOf(decision === 'keep' ? given : newLabel);
      return `${reviewer || l10n.t('somebody')}: ${said}`;
    })
    .join(', ');
}

/** Whether a decision that failed to be told of stands all the same. @param before what stood when it was asked for */
export function stands(
  act: Choice,
  before: Pick<Standing, 'reviewedAt'> | null,
  now: Standing | null,
  reviewer: string,
): boolean {
  return (
    now !== null &&
    now.reviewedAt !== before?.reviewedAt &&
    now.reviewer === reviewer &&
    now.decision === act.decision &&
    now.newLabel === act.newLabel
  );
}
