import type { Decision, PlacedCorrection } from '../../../shared/contracts/corrections';
import type { CorrectionsState, ImageDecision, Verdict } from '../../../shared/contracts/decisions';
import { agreements, countedDecision, isConflict, type ImageReview, verdicts } from '../../../shared/corrections';
import { NO_LABEL } from '../../../shared/metrics';
import { UserError } from '../../../shared/userError';
import { labelReader } from '../../corrections/correctLabels';
import type { IdTable } from '../idTable';
import type { OpenData } from '../openData';
import type { DecisionPlan } from './decide';
import { type ChangedIds, FollowedFile } from './followedFile';

/** What stands decided about an image, as a byte: its place in this list. */
export const STANDING = ['none', 'relabel', 'keep', 'unsure'] as const satisfies (Decision | 'none')[];

/** The label of each image that a reviewer gave another one; what pictures are marked and filtered by. */
export interface DecidedImages {
  /** The label that counts instead of the given one, [count]; `NO_LABEL` where none does. */
  corrected: Uint8Array;
  /** [count], places in `STANDING`. */
  standing: Uint8Array;
}

/**
 * What a corrections file says of the images of one data set. All views that have both share one of these. What it does
 * it does one after the other.
 */
export class ImageCorrections implements DecidedImages {
  readonly corrected: Uint8Array;
  readonly standing: Uint8Array;
  /** What could not be saved, to be tried again. */
  failed: DecisionPlan | null = null;
  private readonly followed: FollowedFile;
  /** Lines whose new label is none of the classes, by the id of their image. */
  private readonly misfits = new Map<string, UserError>();
  private readonly labelOf: (decision: PlacedCorrection) => number;
  /** The images that several reviewers have decided about, by their ids; those of this data set alone. */
  private readonly shared = new Map<string, ImageReview>();
  /** What is read is not yet in the marks. */
  private isBehind = true;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly data: Pick<OpenData, 'set' | 'ids'>,
    /** Absolute. */
    readonly file: string,
  ) {
    const { count, classNames } = data.set;
    this.corrected = new Uint8Array(count).fill(NO_LABEL);
    this.standing = new Uint8Array(count);
    this.followed = new FollowedFile(file);
    this.labelOf = labelReader(classNames, file);
  }

  /** Reads the file anew and tells how it is. */
  refresh(): Promise<CorrectionsState> {
    return this.inTurn(async () => {
      await this.take(() => this.followed.readAnew());
      return this.state();
    });
  }

  /** Does something when nothing else is being done, with the file as it is at that time. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.queue.then(work);
    this.queue = done.catch(() => undefined);
    return done;
  }

  /** Catches up with what was written to the file; within `inTurn`. */
  async catchUp(): Promise<void> {
    await this.take(() => this.followed.catchUp());
  }

  get problem(): UserError | null {
    return this.followed.problem;
  }

  /** All that is decided about an image, and was taken back. */
  readonly reviewOf = (id: string): ImageReview | undefined => this.followed.reviews.get(id);

  /** What stands decided about an image; null where nothing does. */
  decisionOf(image: number, id: string): ImageDecision | null {
    const review = this.reviewOf(id);
    return review && review.standing.length > 0 ? this.describe(image, review) : null;
  }

  /** The same of what may be taken back. */
  describe(image: number, review: ImageReview | undefined): ImageDecision {
    const counted = review ? countedDecision(review) : null;
    if (!review || !counted) {
      const nothing = {
        decision: null,
        newLabel: null,
        reviewer: '',
        note: '',
        isConflict: false,
        verdicts: [],
        standing: 0,
      };
      return { image, ...nothing, reviewedAt: review?.newestAt ?? '' };
    }
    const { decision, reviewer, reviewedAt, note } = counted;
    return {
      image,
      decision: decision as ImageDecision['decision'],
      newLabel: this.newLabelOf(counted),
      reviewer,
      reviewedAt,
      note,
      isConflict: isConflict(review),
      verdicts: newestLast(review).map((verdict) => ({
        reviewer: verdict.reviewer,
        decision: verdict.decision as Verdict['decision'],
        newLabel: this.newLabelOf(verdict),
      })),
      standing: review.standing.length,
    };
  }

  /** @returns null too where the class is none of this data */
  private newLabelOf(counted: PlacedCorrection): number | null {
    if (counted.decision !== 'relabel') return null;
    try {
      return this.labelOf(counted);
    } catch (error) {
      if (error instanceof UserError) return null;
      throw error;
    }
  }

  private async take(read: () => Promise<ChangedIds>): Promise<void> {
    const wasBehind = this.isBehind;
    this.isBehind = true; // until all of it is done
    const changed = await read();
    const { reviews } = this.followed;
    if (wasBehind || changed === 'all') {
      this.corrected.fill(NO_LABEL);
      this.standing.fill(0);
      this.misfits.clear();
      this.shared.clear();
      if (reviews.size > 0) this.takeReviews(reviews.values(), await this.ids());
    } else if (changed.size > 0) {
      const touched = [...changed].map((id) => reviews.get(id)!);
      this.takeReviews(touched, await this.ids());
    }
    this.isBehind = false;
  }

  private ids(): Promise<IdTable> {
    return this.data.ids.table(new AbortController().signal);
  }

  private takeReviews(reviews: Iterable<ImageReview>, ids: IdTable): void {
    for (const review of reviews) {
      const { imageId } = review;
      if (ids.firstOf(imageId) < 0) continue;
      this.misfits.delete(imageId);
      if (verdicts(review).length > 1) this.shared.set(imageId, review);
      else this.shared.delete(imageId);
      const counted = countedDecision(review);
      const standing = STANDING.indexOf((counted?.decision as (typeof STANDING)[number] | undefined) ?? 'none');
      const label = counted?.decision === 'relabel' ? this.readLabel(counted) : NO_LABEL;
      for (const image of ids.imagesOf(imageId)) {
        this.standing[image] = standing;
        this.corrected[image] = label === this.data.set.labels[image] ? NO_LABEL : label;
      }
    }
  }

  private readLabel(counted: PlacedCorrection): number {
    try {
      return this.labelOf(counted);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.misfits.set(counted.imageId, error);
      return NO_LABEL;
    }
  }

  private async state(): Promise<CorrectionsState> {
    const { reviews, torn, problem } = this.followed;
    const counts = STANDING.map(() => 0);
    for (const standing of this.standing) counts[standing]++;
    let notFound = 0;
    const ids = reviews.size > 0 ? await this.ids() : null;
    for (const { imageId, standing } of reviews.values()) {
      if (standing.length > 0 && ids!.firstOf(imageId) < 0) notFound++;
    }
    const misfits = [...this.misfits.values()].sort((a, b) => (a.place.row ?? 0) - (b.place.row ?? 0));
    const [, relabelled, kept, unsure] = counts;
    // In an order of their own, not in that in which they came.
    const shared = [...this.shared.values()].sort((a, b) => (a.imageId < b.imageId ? -1 : 1));
    return {
      relabelled,
      kept,
      unsure,
      conflicts: shared.filter(isConflict).length,
      notFound,
      torn,
      problem: (problem ?? misfits.at(0))?.message ?? null,
      isDirty: false,
      agreements: agreements(shared),
    };
  }
}

function newestLast(review: ImageReview): PlacedCorrection[] {
  return verdicts(review).sort((a, b) => review.standing.indexOf(a) - review.standing.indexOf(b));
}

/** What is known without a corrections file. */
export function noCorrections(): CorrectionsState {
  return {
    ...{ relabelled: 0, kept: 0, unsure: 0, conflicts: 0, notFound: 0, torn: 0 },
    ...{ problem: null, isDirty: false, agreements: [] },
  };
}
