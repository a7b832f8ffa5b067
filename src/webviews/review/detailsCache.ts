// What is shown of an image, loaded before its turn comes: the next picture is there at once.
import { IMAGE_BYTES } from '../../shared/classes';
import type { ImageDetails } from '../../shared/contracts/explorer';
import { isCancelled, type Images } from '../shared/images';

export interface Loaded {
  details: ImageDetails;
  /** Those of `details.nearest`, each [28, 28]. */
  nearest: Uint8Array[];
}

/** Kept at most; each is some kilobytes. */
const KEPT = 80;
/** Questions under way: the data process answers one after another. */
const AT_ONCE = 2;

export class DetailsCache {
  private readonly loaded = new Map<number, Loaded>();
  private readonly underWay = new Set<number>();
  private readonly failures = new Map<number, Error>();
  private wanted: readonly number[] = [];
  /** Answers to questions about other data are dropped. */
  private edition = 0;

  constructor(
    private readonly images: Images,
    /** Something about an image has come: it is there, or it failed. */
    private readonly told: (image: number) => void,
  ) {}

  get(image: number): Loaded | undefined {
    return this.loaded.get(image);
  }

  failure(image: number): Error | undefined {
    return this.failures.get(image);
  }

  /** Loads these, the most urgent first; what was wanted before and is not under way is dropped. */
  want(images: readonly number[]): void {
    this.wanted = images;
    // Those that are wanted are the last to make way for others.
    for (const image of images) this.touch(image);
    this.askForMore();
  }

  retry(image: number): void {
    this.failures.delete(image);
    this.askForMore();
  }

  /** Other data, or other predictions. */
  forget(): void {
    this.edition++;
    this.loaded.clear();
    this.underWay.clear();
    this.failures.clear();
    this.wanted = [];
  }

  private touch(image: number): void {
    const known = this.loaded.get(image);
    if (!known) return;
    this.loaded.delete(image);
    this.loaded.set(image, known);
  }

  private askForMore(): void {
    for (const image of this.wanted) {
      if (this.underWay.size >= AT_ONCE) return;
      if (image < 0 || this.loaded.has(image) || this.underWay.has(image) || this.failures.has(image)) continue;
      void this.load(image);
    }
  }

  private async load(image: number): Promise<void> {
    const { edition, images } = this;
    this.underWay.add(image);
    try {
      const { dataset } = images;
      const details = await images.call('describeImage', { dataset, image });
      const near = Uint32Array.from(details.nearest, (one) => one.image);
      const pixels =
        near.length > 0 && edition === this.edition
          ? (await images.call('thumbnails', { dataset, images: near })).pixels
          : new Uint8Array(0);
      if (edition !== this.edition) return;
      const nearest = Array.from(near, (_, at) => pixels.slice(at * IMAGE_BYTES, (at + 1) * IMAGE_BYTES));
      this.loaded.set(image, { details, nearest });
      this.makeRoom();
    } catch (error) {
      if (edition !== this.edition) return;
      if (!isCancelled(error)) this.failures.set(image, error as Error);
    }
    this.underWay.delete(image);
    this.told(image);
    this.askForMore();
  }

  private makeRoom(): void {
    for (const image of this.loaded.keys()) {
      if (this.loaded.size <= KEPT) return;
      this.loaded.delete(image);
    }
  }
}
