import {
  CORRECTION_COLUMNS,
  type Correction,
  type CorrectionColumn,
  type PlacedCorrection,
} from './contracts/corrections';
import { type Interval, wilsonInterval } from './statistics';

/** A cell that begins so is run as a formula by spreadsheets (OWASP, "CSV injection"), or was defused by us. */
const FORMULA = /^'*\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** Text that no spreadsheet runs: with an apostrophe in front where it must have one. `undefuse` gives it back. */
export function defuse(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text that `defuse` was given. */
export function undefuse(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}

/** How a corrections file is written: ours, or as a spreadsheet left it. */
export interface Dialect {
  separator: string;
  lineEnd: string;
  /** What each column holds, in the file's order; null for a column that is none of ours. */
  columns: readonly (CorrectionColumn | null)[];
}

/** What we write: RFC 4180 with LF. */
export const OWN_DIALECT: Dialect = { separator: ',', lineEnd: '\n', columns: CORRECTION_COLUMNS };

/** The first line of a file, with its line end. */
export const HEADER_LINE = `${CORRECTION_COLUMNS.join(',')}\n`;

/**
 * A correction as a line with its line end. Line breaks and control characters within a text become spaces: what stands
 * on one line can be told from a line that a crash tore.
 */
export function formatCorrection(correction: Correction, dialect: Dialect = OWN_DIALECT): string {
  const { separator } = dialect;
  const quote = (cell: string) =>
    cell.includes(separator) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const number = (value: number | null) =>
    value === null ? '' : separator === ';' ? String(value).replace('.', ',') : String(value);
  const text = (value: string) => defuse(value.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '));
  const cells: Record<CorrectionColumn, string> = {
    image_id: correction.imageId,
    dataset: text(correction.dataset),
    split: text(correction.split),
    index: number(correction.index),
    given_label: number(correction.givenLabel),
    given_name: text(correction.givenName),
    decision: correction.decision,
    new_label: number(correction.newLabel),
    new_name: text(correction.newName),
    score_name: text(correction.scoreName),
    score: number(correction.score),
    model: text(correction.model),
    reviewer: text(correction.reviewer),
    reviewed_at: correction.reviewedAt,
    note: text(correction.note),
  };
  return dialect.columns.map((column) => (column ? quote(cells[column]) : '')).join(separator) + dialect.lineEnd;
}

/** What was decided about one image. */
export interface ImageReview {
  imageId: string;
  /** The decisions that were not taken back, the oldest first: the last one counts, and is what an undo takes back. */
  standing: PlacedCorrection[];
  /** When it was last decided or taken back: what comes next must be later. */
  newestAt: string;
}

/**
 * The decisions about each image, by its id. They are taken in the order of `reviewedAt`, then of their place in the
 * file, so that a sorted file means the same. The decisions of an image are a stack, whoever made them: `undo` takes
 * off the newest, a second one the one before that; with nothing left to take back it says nothing. The same decision of
 * the same reviewer at the same millisecond, with none of theirs in between, is one, however often it stands there: two
 * versions of the file were merged, or a line was written again because its flush to the disk had failed. With one in
 * between it was decided again, in a file whose times a spreadsheet cut to minutes.
 */
export function reviewImages(corrections: readonly PlacedCorrection[]): Map<string, ImageReview> {
  const ordered = [...corrections].sort((a, b) =>
    a.reviewedAt < b.reviewedAt ? -1 : a.reviewedAt > b.reviewedAt ? 1 : a.row - b.row,
  );
  const reviews = new Map<string, ImageReview>();
  /** What each reviewer said last of an image at a time. */
  const said = new Map<string, string>();
  for (const correction of ordered) {
    const { imageId, reviewedAt, decision, newLabel, newName, reviewer } = correction;
    const who = JSON.stringify([imageId, reviewedAt, reviewer]);
    const what = JSON.stringify([decision, newLabel, newName]);
    if (said.get(who) === what) continue;
    said.set(who, what);
    let review = reviews.get(imageId);
    if (!review) reviews.set(imageId, (review = { imageId, standing: [], newestAt: reviewedAt }));
    review.newestAt = reviewedAt;
    if (decision === 'undo') review.standing.pop();
    else review.standing.push(correction);
  }
  return reviews;
}

/** The decision that counts for an image; null where all were taken back. */
export function countedDecision({ standing }: ImageReview): PlacedCorrection | null {
  return standing.at(-1) ?? null;
}

/**
 * The time to write beside the next decision about an image: now, but after all that was decided about it. A clock that
 * was set back, or two keys within a millisecond, would else change what an undo takes back once the file is sorted.
 */
export function nextReviewedAt(now: Date, newestAt: string | undefined): string {
  const earliest = newestAt === undefined ? -Infinity : Date.parse(newestAt) + 1;
  return new Date(Math.max(now.getTime(), earliest)).toISOString();
}

/** The newest standing decision of each reviewer about an image, in no particular order. */
export function verdicts({ standing }: ImageReview): PlacedCorrection[] {
  return [...new Map(standing.map((correction) => [correction.reviewer, correction])).values()];
}

/** Whether two decisions give an image the same label; null where one of them gives none. */
function agree(a: Correction, b: Correction): boolean | null {
  if (a.decision === 'unsure' || b.decision === 'unsure') return null;
  const [first, second] = [labelBy(a), labelBy(b)];
  return first.label !== null && second.label !== null ? first.label === second.label : first.name === second.name;
}

function labelBy({ decision, newLabel, newName, givenLabel, givenName }: Correction) {
  return decision === 'relabel' ? { label: newLabel, name: newName } : { label: givenLabel, name: givenName };
}

/** Whether two reviewers give an image different labels. Being unsure contradicts nobody. */
export function isConflict(review: ImageReview): boolean {
  const all = verdicts(review);
  return all.some((a, index) => all.slice(index + 1).some((b) => agree(a, b) === false));
}

/**
 * Whether reviewers contradict each other and nobody has decided since: a decision that was made on top of the
 * contradiction settles it, whoever made it.
 */
export function isOpenConflict(review: ImageReview): boolean {
  return isConflict(review) && !isConflict({ ...review, standing: review.standing.slice(0, -1) });
}

/** How far two reviewers agree on the images that both gave a label. */
export interface Agreement {
  reviewers: readonly [string, string];
  /** Images to which both gave a label, and those to which they gave the same. */
  images: number;
  same: number;
  /** Of the share `same / images`, 95%. */
  interval: Interval;
}

/** Each pair of reviewers who both gave some image a label; the pair with most such images first. */
export function agreements(reviews: Iterable<ImageReview>): Agreement[] {
  const pairs = new Map<string, { reviewers: [string, string]; images: number; same: number }>();
  for (const review of reviews) {
    const all = verdicts(review).sort((a, b) => (a.reviewer < b.reviewer ? -1 : 1));
    for (const [index, a] of all.entries()) {
      for (const b of all.slice(index + 1)) {
        const same = agree(a, b);
        if (same === null) continue;
        const key = JSON.stringify([a.reviewer, b.reviewer]);
        const pair = pairs.get(key) ?? { reviewers: [a.reviewer, b.reviewer], images: 0, same: 0 };
        pair.images++;
        if (same) pair.same++;
        pairs.set(key, pair);
      }
    }
  }
  return [...pairs.values()]
    .map((pair) => ({ ...pair, interval: wilsonInterval(pair.same, pair.images) }))
    .sort((a, b) => b.images - a.images);
}
