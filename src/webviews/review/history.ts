// What undo takes back: what stands decided in the corrections file by this reviewer, in the order of time, and what
// only this view knows of (skipped images, answers of a reviewer check). Pure functions.
import type { Act } from './choices';
import type { Entry, Standing } from './sequence';

/** Something that is not in the corrections file. */
export interface LocalAct {
  /** Of the entry. */
  key: string;
  kind: 'skip' | 'planted';
  /** The newest decision of the reviewer at that time, ISO 8601; empty: there was none. No clock: that may be another machine's. */
  after: string;
  /** From 1, for those after the same decision; 0: it was made together with that decision. */
  order: number;
}

/** What one undo takes back. */
export interface Done {
  /** Of the entries; several were decided together. */
  keys: string[];
  kind: 'decision' | LocalAct['kind'];
  after: string;
  order: number;
}

/**
 * All that can be taken back, the newest last.
 * @param standing what stands decided about an entry of the queue
 * @param holds whether a local act still holds
 */
export function undoStack(
  entries: readonly Entry[],
  standing: (entry: Entry) => Standing | null,
  local: readonly LocalAct[],
  holds: (act: LocalAct) => boolean,
  reviewer: string,
): Done[] {
  const decided = new Map<string, Done>();
  for (const entry of entries) {
    const made = entry.planted === null ? standing(entry) : null;
    if (!made || made.reviewer !== reviewer) continue;
    const together = decided.get(made.reviewedAt);
    if (together) together.keys.push(entry.key);
    else decided.set(made.reviewedAt, { keys: [entry.key], kind: 'decision', after: made.reviewedAt, order: 0 });
  }
  const alone: Done[] = [];
  for (const act of local) {
    if (!holds(act)) continue;
    const together = act.order === 0 ? decided.get(act.after) : undefined;
    if (together) together.keys.push(act.key);
    else alone.push({ keys: [act.key], kind: act.kind, after: act.after, order: act.order });
  }
  return [...decided.values(), ...alone].sort((a, b) => compare(a.after, b.after) || a.order - b.order);
}

/** Where a local act stands that is made now. @param newest the time of the reviewer's newest decision, or empty */
export function localAct(key: string, kind: LocalAct['kind'], newest: string, local: readonly LocalAct[]): LocalAct {
  const order = Math.max(0, ...local.filter(({ after }) => after === newest).map((act) => act.order)) + 1;
  return { key, kind, after: newest, order };
}

/** What was taken back, for redo: several acts if they were made together. A skip is an act without decision. */
export type Undone = (Act | { key: string; decision: 'skip' })[];

/** The time of the reviewer's newest decision; empty: none stands. */
export function newestOf(
  entries: readonly Entry[],
  standing: (entry: Entry) => Standing | null,
  reviewer: string,
): string {
  let newest = '';
  for (const entry of entries) {
    const made = entry.planted === null ? standing(entry) : null;
    if (made && made.reviewer === reviewer && made.reviewedAt > newest) newest = made.reviewedAt;
  }
  return newest;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
