// A review on real data and a real corrections file, answered by what the data process answers: all but the screen.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readCorrections } from '../../../../src/engine/corrections/readCorrections';
import { dataHandlers } from '../../../../src/engine/explore/dataHandlers';
import type { DecideRequest } from '../../../../src/shared/contracts/decisions';
import type { PlantedFlip, ReviewProgress } from '../../../../src/shared/contracts/review';
import { DEFAULT_REVIEW_KEYS, type ReviewSnapshot } from '../../../../src/shared/contracts/reviewView';
import { restoreKept } from '../../../../src/webviews/review/kept';
import { type Extension, Review } from '../../../../src/webviews/review/review';
import { makeQueue } from './makeQueue';

export const REVIEWER = '=Ann, "A."';

/** A workspace with so many images, of which the first `queued` are in the queue; each is given the class 0. */
export class Workspace {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fashion-mnist-'));
  readonly file = path.join(this.folder, 'corrections.csv');
  readonly data = path.join(this.folder, 'data.csv');
  progress: ReviewProgress | undefined;
  kept: unknown;
  /** Thrown in place of the next decision's answer, after it was written where `isWritten`. */
  failure: { error: Error; isWritten: boolean } | undefined;
  private clock = Date.parse('2026-01-01T00:00:00.000Z');

  constructor(
    readonly count: number,
    readonly queued: number,
    readonly planted: readonly Pick<PlantedFlip, 'index' | 'trueLabel' | 'shownLabel'>[] = [],
  ) {
    const pixels = (image: number) => Array.from({ length: 784 }, (_, at) => (at * 7 + image * 31) % 256);
    const header = ['label', ...Array.from({ length: 784 }, (_, at) => `pixel${at + 1}`)].join(',');
    const rows = Array.from({ length: count }, (_, image) => [0, ...pixels(image)].join(','));
    fs.writeFileSync(this.data, [header, ...rows, ''].join('\n'));
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true });
  }

  /** Opens the review as a window does that was just started. @param reviewer who reviews in it */
  async open(reviewer = REVIEWER): Promise<Review> {
    const handlers = dataHandlers(
      () => undefined,
      () => new Date((this.clock += 1000)),
    );
    const context = { signal: new AbortController().signal };
    const opened = await handlers.openDataset({ location: { path: this.data } }, context);
    const { dataset } = opened;
    const images = Uint32Array.from({ length: this.count }, (_, image) => image);
    const flagged = await handlers.flagImages({ dataset, images }, context);
    const corrections = await handlers.useCorrections({ dataset, file: this.file }, context);
    const queue = makeQueue(new Array<number>(this.queued).fill(0), {
      plantable: this.planted.map((flip) => ({
        ...flip,
        imageId: flagged[flip.index].imageId,
        split: 'train',
        reason: 'planted',
        rightReason: 'planted',
      })),
    });
    queue.images.forEach((image, at) => Object.assign(image, { imageId: flagged[at].imageId, index: at }));
    const ids = (flags: readonly { imageId: string }[]) => flags.map(({ imageId }) => imageId);
    const places = await handlers.findImages({ dataset, ids: ids(queue.images) }, context);
    const snapshot: ReviewSnapshot = {
      reviewFolder: this.folder,
      title: 'label errors',
      runName: 'run',
      queue,
      opened,
      images: places,
      plantable: await handlers.findImages({ dataset, ids: ids(queue.plantable) }, context),
      decisions: await handlers.decisionsOf({ dataset, images: Uint32Array.from(places) }, context),
      progress: this.progress ?? {
        kind: 'fashion-mnist review progress',
        formatVersion: 1,
        position: 0,
        skipped: [],
        activeMilliseconds: 0,
        decided: 0,
        check: null,
      },
      reviewer,
      correctionsFile: 'corrections.csv',
      corrections,
      keys: DEFAULT_REVIEW_KEYS,
    };
    const decide = async (request: DecideRequest) => {
      const { failure } = this;
      this.failure = undefined;
      if (failure && !failure.isWritten) throw failure.error;
      const whole = { ...request, file: this.file, datasetName: 'data.csv', reviewer };
      const answer = await handlers.decide(whole, context);
      if (failure) throw failure.error;
      return answer;
    };
    const calls: Record<string, (argument: never) => unknown> = {
      ready: () => snapshot,
      decide,
      describeImage: (request) => handlers.describeImage(request, context),
      thumbnails: (request) => handlers.thumbnails(request, context),
      decisionsOf: (request) => handlers.decisionsOf(request, context),
    };
    const extension = {
      call: async (method: string, argument: unknown) => structuredClone(await calls[method](argument as never)),
    } as unknown as Extension;
    const review: Review = new Review(
      extension,
      restoreKept(JSON.parse(JSON.stringify(this.kept ?? null))),
      () => (this.kept = structuredClone(review.kept)),
      (progress) => (this.progress = structuredClone(progress)),
    );
    await review.load();
    return review;
  }

  /** `3 relabel 1`: image, decision and new label of each line. */
  async lines(): Promise<string[]> {
    const { corrections } = await readCorrections(this.file, { mayBeMissing: true });
    return corrections.map(({ index, decision, newLabel }) => [index, decision, newLabel ?? ''].join(' ').trim());
  }
}
