import * as l10n from '@vscode/l10n';
import type {
  CorrectionChange,
  CorrectionsDiff,
  CorrectionVerdict,
  DiffCorrectionsRequest,
} from '../../shared/contracts/decisions';
import type { PlacedCorrection } from '../../shared/contracts/corrections';
import { countedDecision, reviewImages, type ImageReview } from '../../shared/corrections';
import { UserError } from '../../shared/userError';
import { parseCorrections } from './readCorrections';

/**
 * What two versions of a corrections file say differently of images, by the decision that counts in each.
 * @throws UserError for a version that cannot be read, its row named
 */
export function diffCorrections({ before, after, file }: DiffCorrectionsRequest): CorrectionsDiff {
  const old = readVersion(before, file, true);
  const now = readVersion(after, file, false);
  const changes: CorrectionChange[] = [];
  let same = 0;
  for (const id of new Set([...old.keys(), ...now.keys()])) {
    const change = changeOf(id, old.get(id), now.get(id));
    if (!change.before && !change.after) continue;
    if (isSame(change)) same++;
    else changes.push(change);
  }
  return { changes: inOrder(changes), same };
}

function readVersion(text: string, file: string, isBefore: boolean): Map<string, Version> {
  try {
    const { corrections } = parseCorrections(Buffer.from(text), file);
    const newest = new Map<string, PlacedCorrection>();
    for (const line of corrections) {
      const other = newest.get(line.imageId);
      if (!other || line.reviewedAt >= other.reviewedAt) newest.set(line.imageId, line);
    }
    const reviews = [...reviewImages(corrections).values()];
    return new Map(reviews.map((review) => [review.imageId, { review, newest: newest.get(review.imageId)! }]));
  } catch (error) {
    if (!(error instanceof UserError) || !isBefore) throw error;
    throw new UserError(l10n.t('in the version before, {0}', error.problem), error.remedy, error.place);
  }
}

interface Version {
  review: ImageReview;
  /** The newest line about the image, also one that takes back. */
  newest: PlacedCorrection;
}

function changeOf(imageId: string, old: Version | undefined, now: Version | undefined): CorrectionChange {
  const { dataset, split, index, givenLabel, givenName } = (now ?? old)!.newest;
  const verdict = (version: Version | undefined) => version && verdictOf(countedDecision(version.review));
  const [before, after] = [verdict(old) ?? null, verdict(now) ?? null];
  return { imageId, dataset, split, index, givenLabel, givenName, before, after };
}

function verdictOf(counted: PlacedCorrection | null): CorrectionVerdict | null {
  if (!counted) return null;
  const { decision, newLabel, newName, reviewer, reviewedAt, note } = counted;
  return { decision, newLabel, newName, reviewer, reviewedAt, note };
}

/** The time alone makes no difference: a spreadsheet may have written it anew. */
function isSame({ before, after }: CorrectionChange): boolean {
  if (!before || !after) return before === after;
  return (['decision', 'newLabel', 'newName', 'reviewer', 'note'] as const).every(
    (part) => before[part] === after[part],
  );
}

interface Label {
  label: number | null;
  name: string;
}

/** The label that an image has by a verdict. */
function labelBy(verdict: CorrectionVerdict | null, { givenLabel, givenName }: CorrectionChange): Label {
  if (verdict?.decision !== 'relabel') return { label: givenLabel, name: givenName };
  return { label: verdict.newLabel, name: verdict.newName };
}

function isSameLabel(a: Label, b: Label): boolean {
  return a.label !== null && b.label !== null ? a.label === b.label : a.name === b.name;
}

/** Those whose label is another first, by pairs of classes, the pair with the most images first; else as in the data. */
function inOrder(changes: readonly CorrectionChange[]): CorrectionChange[] {
  const pairs = new Map<string, CorrectionChange[]>();
  const others: CorrectionChange[] = [];
  for (const change of changes) {
    const [from, to] = [labelBy(change.before, change), labelBy(change.after, change)];
    if (isSameLabel(from, to)) {
      others.push(change);
      continue;
    }
    const pair = JSON.stringify([from, to].map(({ label, name }) => label ?? name));
    const group = pairs.get(pair);
    if (group) group.push(change);
    else pairs.set(pair, [change]);
  }
  const groups = [...pairs.entries()].sort(
    ([a, first], [b, second]) => second.length - first.length || (a < b ? -1 : 1),
  );
  return [...groups.map(([, group]) => group), others].flatMap((group) => group.sort(byPlace));
}

function byPlace(a: CorrectionChange, b: CorrectionChange): number {
  const [placeA, placeB] = [a, b].map(({ dataset, split }) => `${dataset}\n${split}`);
  if (placeA !== placeB) return placeA < placeB ? -1 : 1;
  return (a.index ?? Infinity) - (b.index ?? Infinity) || (a.imageId < b.imageId ? -1 : 1);
}
