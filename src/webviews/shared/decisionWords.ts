// What reviewers decided about an image, in words.
import * as l10n from '@vscode/l10n';
import { dateTimeText } from '../../shared/dates';
import type { ImageDecision } from '../../shared/contracts/decisions';

export interface DecisionLines {
  /** `Shirt → Coat` */
  title: string;
  icon: 'arrow-right' | 'check' | 'question';
  /** Who, and when. */
  by: string;
  /** What the reviewer wrote; empty without. */
  note: string;
  /** That reviewers contradict each other; empty when they do not. */
  conflict: string;
}

/** @returns null where nothing stands decided  @param label the given one; null = unlabelled */
export function decisionLines(
  { decision, newLabel, reviewer, reviewedAt, note, isConflict, verdicts }: ImageDecision,
  label: number | null,
  className: (label: number | null) => string,
): DecisionLines | null {
  if (decision === null) return null;
  const by = `${reviewer === '' ? l10n.t('nobody named') : reviewer}, ${timeText(reviewedAt)}`;
  const said = verdicts.map((verdict) => {
    const theirs = verdict.decision === 'relabel' ? verdict.newLabel : label;
    const who = verdict.reviewer === '' ? l10n.t('somebody') : verdict.reviewer;
    if (verdict.decision === 'unsure') return l10n.t('{0} cannot tell', who);
    return l10n.t('{0} says {1}', who, className(theirs));
  });
  const conflict = isConflict
    ? l10n.t('Reviewers contradict each other: {0}. The newest decision counts.', said.join(', '))
    : '';
  const rest = { by, note, conflict };
  switch (decision) {
    case 'relabel':
      return { title: `${className(label)} → ${className(newLabel)}`, icon: 'arrow-right', ...rest };
    case 'keep':
      return { title: l10n.t('{0}, kept', className(label)), icon: 'check', ...rest };
    case 'unsure':
      return { title: l10n.t('One cannot tell'), icon: 'question', ...rest };
  }
}

/** A time of a corrections file as a person reads it here. @param iso ISO 8601; what is none is shown as it is */
export function timeText(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : dateTimeText(time);
}
