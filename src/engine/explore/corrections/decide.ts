import * as l10n from '@vscode/l10n';
import { MAX_CLASSES } from '../../../shared/classes';
import { type Correction, DECISIONS } from '../../../shared/contracts/corrections';
import type { DecideInDataRequest, ImageDecision, NewDecision } from '../../../shared/contracts/decisions';
import { type ImageReview, nextReviewedAt } from '../../../shared/corrections';
import { UserError } from '../../../shared/userError';
import { appendCorrections } from '../../corrections/appendCorrections';
import { NOT_SAVED } from '../../corrections/appendErrors';
import { imageId } from '../../data/dataset';
import type { ImageSet } from '../imageSet';
import type { ImageCorrections } from './imageCorrections';

/**
 * Adds decisions to the corrections file. They are on the disk when it answers, with what then stands about each image,
 * in the order asked. Of copies of one image in one request, the same decision is written once, since it counts for all
 * of them; an `undo` with nothing to take back is not written.
 * @throws UserError when nothing was saved; RangeError for an image or label that is not there
 */
export async function decide(
  set: ImageSet,
  corrections: ImageCorrections,
  request: Omit<DecideInDataRequest, 'dataset' | 'file'>,
  now: () => Date,
): Promise<ImageDecision[]> {
  const asked = request.decisions.map((decision) => {
    checkDecision(decision, set);
    return { ...decision, id: imageId(set.pixelsOf(decision.image)) };
  });
  return corrections.inTurn(async () => {
    await corrections.catchUp();
    const { problem } = corrections;
    if (problem) throw new UserError(problem.problem, `${problem.remedy}; ${NOT_SAVED}`, problem.place);
    const plan = planAgain(corrections, request) ?? planLines(set, corrections, request, asked, now);
    corrections.failed = plan;
    await appendCorrections(corrections.file, plan.lines);
    corrections.failed = null;
    await corrections.catchUp();
    // Where another one broke the file at the same moment, ours are in it all the same.
    const after = (id: string) => (corrections.problem ? plan.images.get(id)!.review : corrections.reviewOf(id));
    return asked.map(({ image, id }) => corrections.describe(image, after(id)));
  });
}

type Asked = NewDecision & { id: string };

/** What a request adds to the file. */
export interface DecisionPlan {
  /** The request. */
  key: string;
  lines: Correction[];
  /** By id, when something was last decided about the image before, and what will stand. */
  images: Map<string, { newestBefore: string | undefined; review: ImageReview }>;
}

const keyOf = (request: object) => JSON.stringify(request);

/**
 * The plan of the same request, if saving it failed: its lines may stand in the file although the disk did not say so. The
 * same lines count as one however often they are there, while an `undo` planned anew would take back one more. Not where
 * somebody has decided since.
 */
function planAgain({ failed, reviewOf }: ImageCorrections, request: object): DecisionPlan | null {
  if (failed?.key !== keyOf(request)) return null;
  const own = new Set(failed.lines.map((line) => `${line.imageId} ${line.reviewedAt}`));
  const isAsItWas = [...failed.images].every(([id, { newestBefore }]) => {
    const newestAt = reviewOf(id)?.newestAt;
    return newestAt === newestBefore || own.has(`${id} ${newestAt}`);
  });
  return isAsItWas ? failed : null;
}

function planLines(
  set: ImageSet,
  { file, reviewOf }: ImageCorrections,
  request: Omit<DecideInDataRequest, 'dataset' | 'file'>,
  asked: readonly Asked[],
  now: () => Date,
): DecisionPlan {
  const plan: DecisionPlan = { key: keyOf(request), lines: [], images: new Map() };
  const isFirst = copyFilter();
  // One time for all: what was decided at once can be taken back at once.
  const time = now();
  for (const decision of asked) {
    const { id } = decision;
    let image = plan.images.get(id);
    if (!image) {
      const before = reviewOf(id);
      const review = { imageId: id, standing: [...(before?.standing ?? [])], newestAt: before?.newestAt ?? '' };
      plan.images.set(id, (image = { newestBefore: before?.newestAt, review }));
    }
    const { standing, newestAt } = image.review;
    if (!isFirst(decision) || (decision.decision === 'undo' && standing.length === 0)) continue;
    const line = lineOf(set, request, decision, nextTime(time, newestAt, file));
    image.review.newestAt = line.reviewedAt;
    if (line.decision === 'undo') standing.pop();
    else standing.push({ ...line, row: Infinity });
    plan.lines.push(line);
  }
  return plan;
}

/** Passes a decision unless a copy of its image has the same one in the same place of its own decisions. */
function copyFilter(): (decision: Asked) => boolean {
  const made = new Map<string, string[]>();
  const places = new Map<number, number>();
  return ({ id, image, decision, newLabel }) => {
    const place = places.get(image) ?? 0;
    places.set(image, place + 1);
    const own = made.get(id) ?? [];
    made.set(id, own);
    const what = JSON.stringify([decision, newLabel]);
    if (own[place] === what) return false;
    own.push(what);
    return true;
  };
}

function checkDecision({ decision, newLabel }: NewDecision, { classNames }: ImageSet): void {
  if (!DECISIONS.includes(decision)) throw new RangeError(`no decision: ${JSON.stringify(decision)}`);
  if (decision !== 'relabel') return;
  const isClass = Number.isInteger(newLabel) && newLabel! >= 0 && newLabel! < Math.min(classNames.length, MAX_CLASSES);
  if (!isClass) throw new RangeError(`no class: ${String(newLabel)}`);
}

/** @throws UserError where the newest decision is dated at the end of all time */
function nextTime(now: Date, newestAt: string, file: string): string {
  const time = nextReviewedAt(now, newestAt || undefined);
  if (time.length === 24) return time;
  const problem = l10n.t('a decision about this image is dated {0}, and nothing can come after it', newestAt);
  throw new UserError(problem, `${l10n.t('correct its reviewed_at')}; ${NOT_SAVED}`, { file });
}

function lineOf(
  set: ImageSet,
  {
    datasetName,
    scoreName,
    model,
    reviewer,
  }: Pick<DecideInDataRequest, 'datasetName' | 'scoreName' | 'model' | 'reviewer'>,
  { id, image, decision, newLabel, score, note = '' }: Asked,
  reviewedAt: string,
): Correction {
  const { split, first } = set.splitOf(image);
  const given = set.labelOf(image);
  const relabel = decision === 'relabel' ? newLabel! : null;
  return {
    imageId: id,
    dataset: datasetName,
    split,
    index: image - first,
    givenLabel: given,
    givenName: given === null ? '' : set.classNames[given],
    decision,
    newLabel: relabel,
    newName: relabel === null ? '' : set.classNames[relabel],
    scoreName,
    score: score !== null && Number.isFinite(score) ? score : null,
    model,
    reviewer,
    reviewedAt,
    note,
  };
}
