import { NO_LABEL } from '../../shared/metrics';
import { imageAt } from '../data/dataset';
import type { ImageStatistics } from './imageStatistics';

export interface SharedImages {
  /** Images of the second split that are, in every pixel, in the first one too. */
  count: number;
  /** Of these, the ones that have no twin of their own label, though both have one. */
  differingLabels: number;
}

/** Looks which images of one split are in another one too: equal hashes, then compared byte by byte. */
export function findSharedImages(first: ImageStatistics, second: ImageStatistics): SharedImages {
  const byHash = new Map<number, number[]>();
  first.hashes.forEach((hash, index) => {
    const same = byHash.get(hash);
    if (same) same.push(index);
    else byHash.set(hash, [index]);
  });
  const found: SharedImages = { count: 0, differingLabels: 0 };
  second.hashes.forEach((hash, index) => {
    const image = imageAt(second.dataset, index);
    const twins = (byHash.get(hash) ?? []).filter((twin) => Buffer.compare(imageAt(first.dataset, twin), image) === 0);
    if (!twins.length) return;
    found.count++;
    const label = labelOf(second, index);
    const labels = twins.map((twin) => labelOf(first, twin));
    if (label !== null && !labels.includes(label) && !labels.includes(null)) found.differingLabels++;
  });
  return found;
}

function labelOf({ dataset: { labels } }: ImageStatistics, index: number): number | null {
  return labels && labels[index] !== NO_LABEL ? labels[index] : null;
}
