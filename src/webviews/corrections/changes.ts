// What two versions of a corrections file say differently, in groups and in words.
import * as l10n from '@vscode/l10n';
import type { CorrectionChange, CorrectionVerdict } from '../../shared/contracts/decisions';
import { timeText } from '../shared/decisionWords';
import { countOf, countText } from '../../shared/numbers';

export interface ChangeGroup {
  /** By which it stays open or folded. */
  id: string;
  kind: 'label' | 'keep' | 'unsure' | 'back' | 'words';
  title: string;
  /** Places in `CorrectionsDiff.changes`. */
  places: number[];
}

/** The label that an image has by a verdict, as a person reads it. */
export function labelText(verdict: CorrectionVerdict | null, { givenLabel, givenName }: CorrectionChange): string {
  if (verdict?.decision === 'relabel') return named(verdict.newLabel, verdict.newName);
  return named(givenLabel, givenName);
}

function named(label: number | null, name: string): string {
  if (name !== '') return name;
  return label === null ? l10n.t('unlabelled') : l10n.t('class {0}', label);
}

/** Whether an image has another label after than before. */
export function isRelabelled(change: CorrectionChange): boolean {
  const [from, to] = [change.before, change.after].map((verdict) =>
    verdict?.decision === 'relabel' ? [verdict.newLabel, verdict.newName] : [change.givenLabel, change.givenName],
  );
  return from[0] !== null && to[0] !== null ? from[0] !== to[0] : from[1] !== to[1];
}

const OTHERS: readonly { kind: Exclude<ChangeGroup['kind'], 'label'>; title: string }[] = [
  { kind: 'keep', title: l10n.t('Given label kept') },
  { kind: 'unsure', title: l10n.t('Cannot tell') },
  { kind: 'back', title: l10n.t('Decision taken back, label as before') },
  { kind: 'words', title: l10n.t('Same label, by somebody else or with another note') },
];

/** Changed labels by class pair, the pair with most images first; then what changed beside labels. */
export function groupChanges(changes: readonly CorrectionChange[]): ChangeGroup[] {
  const pairs = new Map<string, ChangeGroup>();
  const others = new Map(OTHERS.map(({ kind, title }) => [kind, { id: kind, kind, title, places: [] as number[] }]));
  changes.forEach((change, place) => {
    if (!isRelabelled(change)) {
      others.get(otherKind(change))!.places.push(place);
      return;
    }
    const title = `${labelText(change.before, change)} → ${labelText(change.after, change)}`;
    const group = pairs.get(title) ?? { id: `pair ${title}`, kind: 'label' as const, title, places: [] };
    pairs.set(title, group);
    group.places.push(place);
  });
  const ordered = [...pairs.values()].sort((a, b) => b.places.length - a.places.length);
  return [...ordered, ...[...others.values()].filter(({ places }) => places.length > 0)];
}

function otherKind({ before, after }: CorrectionChange): Exclude<ChangeGroup['kind'], 'label'> {
  if (after === null) return 'back';
  if (before?.decision === after.decision) return 'words';
  return after.decision === 'unsure' ? 'unsure' : after.decision === 'keep' ? 'keep' : 'words';
}

/** `14 labels changed, 3 kept, 1 cannot tell. 120 decisions are the same in both.` */
export function summaryText(groups: readonly ChangeGroup[], same: number): string {
  const count = (kind: ChangeGroup['kind']) =>
    groups.reduce((sum, group) => sum + (group.kind === kind ? group.places.length : 0), 0);
  const parts = [
    countOf(count('label'), l10n.t('label changed'), l10n.t('labels changed')),
    ...(count('keep') > 0 ? [l10n.t('{0} kept', countText(count('keep')))] : []),
    ...(count('unsure') > 0 ? [l10n.t('{0} “cannot tell”', countText(count('unsure')))] : []),
    ...(count('back') > 0 ? [l10n.t('{0} taken back', countText(count('back')))] : []),
    ...(count('words') > 0 ? [l10n.t('{0} with the same label', countText(count('words')))] : []),
  ];
  return `${parts.join(', ')}.${same === 0 ? '' : ` ${sameText(same)}`}`;
}

/** `120 decisions are the same in both.` */
export function sameText(same: number): string {
  return same === 1
    ? l10n.t('1 decision is the same in both.')
    : l10n.t('{0} decisions are the same in both.', countText(same));
}

/** Where an image stood when it was reviewed: `data/train, train 17`. */
export function placeText({ dataset, split, index }: CorrectionChange): string {
  const within = [split, index === null ? '' : countText(index)].filter((part) => part !== '').join(' ');
  return [dataset, within].filter((part) => part !== '').join(', ') || l10n.t('place not known');
}

/** Who decided, when, and what they wrote: lines for a person. */
export function verdictLines(verdict: CorrectionVerdict | null, change: CorrectionChange): string[] {
  if (!verdict) return [l10n.t('Nothing decided')];
  const { decision, reviewer, reviewedAt, note } = verdict;
  const label = labelText(verdict, change);
  const said = { relabel: label, keep: l10n.t('{0}, kept', label), unsure: l10n.t('Cannot tell') }[
    decision as 'relabel'
  ];
  const by = `${reviewer === '' ? l10n.t('nobody named') : reviewer}, ${timeText(reviewedAt)}`;
  return [said, by, ...(note === '' ? [] : [l10n.t('“{0}”', note)])];
}

/** Where an image stood, and who decided when, in one line. */
export function circumstances(change: CorrectionChange): string {
  const { before, after } = change;
  const newest = after ?? before;
  const who = newest ? verdictLines(newest, change).slice(1).join(', ') : '';
  const by = who === '' ? '' : after ? l10n.t('by {0}', who) : l10n.t('was by {0}', who);
  return [placeText(change), by].filter((part) => part !== '').join('; ');
}

/** All of a change in one line. */
export function changeText(change: CorrectionChange): string {
  const { before, after } = change;
  const labels = isRelabelled(change)
    ? `${labelText(before, change)} → ${labelText(after, change)}`
    : verdictLines(after, change)[0];
  return `${labels}; ${circumstances(change)}`;
}
