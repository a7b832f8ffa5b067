import * as l10n from '@vscode/l10n';
import type { AlikeImages, AlikePair } from '../../../shared/contracts/explorer';
import type { Progress } from '../../../shared/contracts/jobs';
import { NO_LABEL } from '../../../shared/metrics';
import { breather } from '../../breathe';
import type { ImageSet } from '../imageSet';
import { markBit } from '../marks';
import { groupCopies } from './exactCopies';
import { findNearPairs } from './nearPairs';

/**
 * Two images are nearly the same up to this root mean square difference, grey levels. Of the pairs in Fashion-MNIST
 * those below are the same thing photographed or processed twice, or in another colour: 13 to 15 pairs more for each
 * grey level. From 11 on it is 62, 123 and 242 more: things that merely have the same cut, trousers above all.
 */
export const NEAR_THRESHOLD = 10;

/** Pairs that are told, at most. */
const MAX_TOLD = 2000;
/** Share of the whole at which copies are grouped. */
const GROUPED = 0.02;

/** What was found, and what it says of each image. */
export interface FoundAlike {
  alike: AlikeImages;
  /** Bits in the order of `IMAGE_MARKS`, [count]: those that are known from here. */
  marks: Uint8Array;
}

/**
 * Looks for images that are the same or nearly the same, within and across splits. Copies are told as pairs with one of
 * them; of several copies one is compared with the other images. Images with next to nothing to see are not compared:
 * two of them are always nearly the same. Takes some 20 seconds for 70,000 images; lets other work through all the time.
 * @param marks those each image has by itself, [count]
 * @throws the signal's reason when cancelled
 */
export async function findAlike(
  set: ImageSet,
  marks: Uint8Array,
  signal: AbortSignal,
  progress: (progress: Progress) => void,
): Promise<FoundAlike> {
  const started = performance.now();
  const breathe = breather(signal);
  progress({ message: l10n.t('looking for copies'), fraction: 0 });
  const groupOf = await groupCopies(set, breathe);
  const groups = new Groups(set, groupOf);
  const lowInformation = markBit('lowInformation');
  const compared = Uint32Array.from(groupOf.keys()).filter(
    (image) => groupOf[image] === image && (marks[image] & lowInformation) === 0,
  );
  const comparing = performance.now();
  const { pairs: near, isCut } = await findNearPairs(set, compared, NEAR_THRESHOLD, (share) => {
    const seconds = (performance.now() - comparing) / 1000;
    const secondsLeft = share > 0.01 ? (seconds / share) * (1 - share) : undefined;
    progress({ message: l10n.t('comparing the images'), fraction: GROUPED + share * (1 - GROUPED), secondsLeft });
    return breathe();
  });

  const found = new Uint8Array(set.count);
  const pairs: AlikePair[] = [];
  const add = (pair: Pick<AlikePair, 'a' | 'b' | 'dx' | 'dy' | 'distance'>) => {
    const [a, b] = [set.labels[pair.a], set.labels[pair.b]];
    const acrossSplits = set.splitOf(pair.a) !== set.splitOf(pair.b);
    pairs.push({ ...pair, acrossSplits, differingLabels: a !== b && a !== NO_LABEL && b !== NO_LABEL });
  };
  for (const members of groups.ofSeveral()) {
    const main = groups.mainOf(members);
    for (const other of members) {
      if (other !== main) add({ a: Math.min(main, other), b: Math.max(main, other), dx: 0, dy: 0, distance: 0 });
    }
    markAlike(set, found, members, members, markBit('duplicate'));
  }
  for (const pair of near) {
    add(pair);
    const [a, b] = [groups.membersOf(pair.a), groups.membersOf(pair.b)];
    markAlike(set, found, a, b, markBit('nearDuplicate'));
    markAlike(set, found, b, a, markBit('nearDuplicate'));
  }
  pairs.sort(
    (x, y) =>
      Number(y.differingLabels) - Number(x.differingLabels) ||
      Number(y.acrossSplits) - Number(x.acrossSplits) ||
      x.distance - y.distance ||
      x.a - y.a ||
      x.b - y.b,
  );
  const twin = markBit('twin');
  const alike: AlikeImages = {
    pairs: pairs.slice(0, MAX_TOLD),
    pairCount: pairs.length,
    isCut,
    differingLabels: pairs.filter((pair) => pair.differingLabels).length,
    acrossSplits: pairs.filter((pair) => pair.acrossSplits).length,
    twins: found.reduce((count, bits) => count + (bits & twin ? 1 : 0), 0),
    threshold: NEAR_THRESHOLD,
    seconds: (performance.now() - started) / 1000,
  };
  return { alike, marks: found };
}

/** Marks each of `images` as alike to `others`: with `bit`, and with what it means for its split and its label. */
function markAlike(
  set: ImageSet,
  marks: Uint8Array,
  images: readonly number[],
  others: readonly number[],
  bit: number,
) {
  const splits = new Set(others.map((image) => set.splitOf(image)));
  const labels = new Set(others.map((image) => set.labels[image]).filter((label) => label !== NO_LABEL));
  const [twin, differingLabels] = [markBit('twin'), markBit('differingLabels')];
  for (const image of images) {
    marks[image] |= bit;
    if (splits.size > 1 || !splits.has(set.splitOf(image))) marks[image] |= twin;
    const label = set.labels[image];
    if (label !== NO_LABEL && (labels.size > 1 || (labels.size === 1 && !labels.has(label)))) {
      marks[image] |= differingLabels;
    }
  }
}

/** Which images are copies of which. */
class Groups {
  private readonly several = new Map<number, number[]>();

  constructor(
    private readonly set: ImageSet,
    groupOf: Uint32Array,
  ) {
    groupOf.forEach((first, image) => {
      if (first === image) return;
      const members = this.several.get(first);
      if (members) members.push(image);
      else this.several.set(first, [first, image]);
    });
  }

  ofSeveral(): Iterable<readonly number[]> {
    return this.several.values();
  }

  /** @param first the first image of a group */
  membersOf(first: number): readonly number[] {
    return this.several.get(first) ?? [first];
  }

  /** The one that the others are told with: the first that has a label, so that a differing one shows. */
  mainOf(members: readonly number[]): number {
    return members.find((image) => this.set.labels[image] !== NO_LABEL) ?? members[0];
  }
}
