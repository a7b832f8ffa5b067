import type { DuplicateGroup, Duplicates } from '../../shared/contracts/analysis';
import { NO_LABEL } from '../../shared/metrics';
import { type Dataset, formatSource, imageAt, imageId } from '../data/dataset';
import type { ImageStatistics } from './imageStatistics';

/** What the report lists at most; the counts are of all. */
const MAX_GROUPS = 1000;
const MAX_IMAGES = 50;

interface Member {
  dataset: Dataset;
  index: number;
}

/** Finds images that are the same in every pixel, within and across splits: equal hashes, then compared byte by byte. */
export function findDuplicates(splits: readonly ImageStatistics[]): Duplicates {
  const groups = groupEqual(splits).map(describeGroup);
  groups.sort(
    (a, b) =>
      Number(b.differingLabels) - Number(a.differingLabels) ||
      Number(b.acrossSplits) - Number(a.acrossSplits) ||
      b.size - a.size,
  );
  return {
    groupCount: groups.length,
    imageCount: groups.reduce((total, { size }) => total + size, 0),
    acrossSplits: groups.filter((group) => group.acrossSplits).length,
    differingLabels: groups.filter((group) => group.differingLabels).length,
    groups: groups.slice(0, MAX_GROUPS),
  };
}

/** Groups of two and more equal images, in the order of their first ones. */
function groupEqual(splits: readonly ImageStatistics[]): Member[][] {
  const byHash = new Map<number, Member[][]>();
  for (const { dataset, hashes } of splits) {
    hashes.forEach((hash, index) => {
      const member = { dataset, index };
      const groups = byHash.get(hash);
      if (!groups) {
        byHash.set(hash, [[member]]);
        return;
      }
      // Different images with one hash are rare, but 70,000 images make a pair of them likely.
      const same = groups.find(([first]) => isEqual(first, member));
      if (same) same.push(member);
      else groups.push([member]);
    });
  }
  return [...byHash.values()].flat().filter((group) => group.length > 1);
}

function isEqual(a: Member, b: Member): boolean {
  return Buffer.compare(imageAt(a.dataset, a.index), imageAt(b.dataset, b.index)) === 0;
}

function describeGroup(members: readonly Member[]): DuplicateGroup {
  const [{ dataset, index }] = members;
  const labels = new Set(members.map(labelOf).filter((label) => label !== null));
  return {
    id: imageId(imageAt(dataset, index)),
    size: members.length,
    acrossSplits: new Set(members.map((member) => member.dataset)).size > 1,
    differingLabels: labels.size > 1,
    images: members.slice(0, MAX_IMAGES).map((member) => ({
      split: member.dataset.split,
      index: member.index,
      source: formatSource(member.dataset.source(member.index)),
      label: labelOf(member),
    })),
  };
}

function labelOf({ dataset: { labels }, index }: Member): number | null {
  return labels && labels[index] !== NO_LABEL ? labels[index] : null;
}
