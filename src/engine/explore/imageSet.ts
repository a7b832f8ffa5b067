import { IMAGE_BYTES } from '../../shared/classes';
import { NO_LABEL } from '../../shared/metrics';
import type { Dataset } from '../data/dataset';

/** A split, and the number of its first image among all images of the data set. */
export interface NumberedSplit extends Dataset {
  first: number;
}

/** All splits of a data set under one numbering: the images of the first split from 0, those of the next after them. */
export class ImageSet {
  readonly splits: readonly NumberedSplit[];
  readonly count: number;
  /** [count]; `NO_LABEL` where there is none. */
  readonly labels: Uint8Array;
  readonly classNames: readonly string[];

  constructor(splits: readonly Dataset[], classNames: readonly string[]) {
    let first = 0;
    this.splits = splits.map((split) => {
      const numbered = { ...split, first };
      first += split.count;
      return numbered;
    });
    this.count = first;
    this.classNames = classNames;
    this.labels = new Uint8Array(first).fill(NO_LABEL);
    for (const split of this.splits) if (split.labels) this.labels.set(split.labels, split.first);
  }

  /** The split that holds an image. @throws RangeError if there is no such image */
  splitOf(image: number): NumberedSplit {
    if (!Number.isInteger(image) || image < 0 || image >= this.count) {
      throw new RangeError(`there is no image ${image}: the last one is ${this.count - 1}`);
    }
    return this.splits.find(({ first, count }) => image < first + count)!;
  }

  /** The grey bytes of an image, [28, 28] row-major: a view, not a copy. */
  pixelsOf(image: number): Uint8Array {
    const { first, pixels } = this.splitOf(image);
    return pixels.subarray((image - first) * IMAGE_BYTES, (image - first + 1) * IMAGE_BYTES);
  }

  /** Null where it has none. */
  labelOf(image: number): number | null {
    const label = this.labels[image];
    return label === NO_LABEL ? null : label;
  }
}
