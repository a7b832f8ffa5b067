// What can be said of an image, in words and in colour.
import { IMAGE_MARKS, type ImageMark } from '../../shared/contracts/explorer';
import type { BadgeColor } from './gridPainter';

/** A mark's name, and what it means, for people. */
export const MARK_WORDS: Record<ImageMark, { name: string; meaning: string }> = {
  duplicate: { name: 'Duplicates', meaning: 'The same in every pixel as another image.' },
  nearDuplicate: {
    name: 'Near-duplicates',
    meaning: 'Nearly the same as another image, shifted by two pixels at most.',
  },
  twin: { name: 'Twins in another split', meaning: 'The same or nearly the same as an image of another split.' },
  differingLabels: {
    name: 'Alike, differing labels',
    meaning: 'The same or nearly the same as an image with another label: one of the two may be wrong.',
  },
  outlier: {
    name: 'Outliers',
    meaning: 'Far from the mean image of its class (beyond the upper quartile + 3 interquartile ranges).',
  },
  dark: { name: 'Dark', meaning: 'Mean grey level below 10.' },
  lowInformation: {
    name: 'Low information',
    meaning: 'Standard deviation of the grey levels below 10: next to nothing to see.',
  },
  corrected: { name: 'Corrected', meaning: 'A reviewer gave it another label than the given one.' },
};

/** The corner of a marked picture; of several marks, the first of these. What was corrected has a sign of its own. */
export const MARK_COLORS: readonly [ImageMark, BadgeColor][] = [
  ['differingLabels', 'red'],
  ['twin', 'yellow'],
  ['duplicate', 'blue'],
  ['nearDuplicate', 'blue'],
  ['outlier', 'purple'],
  ['dark', 'grey'],
  ['lowInformation', 'grey'],
];

/** The marks that a byte of `Thumbnails.marks` says. */
export function marksIn(bits: number): ImageMark[] {
  return IMAGE_MARKS.filter((_, index) => (bits & (1 << index)) !== 0);
}
