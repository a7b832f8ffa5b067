// What can be said of an image, in words and in colour.
import * as l10n from '@vscode/l10n';
import { IMAGE_MARKS, type ImageMark } from '../../shared/contracts/explorer';
import type { BadgeColor } from './gridPainter';

/** A mark's name, the same within a line, and what it means, for people. */
export const MARK_WORDS: Record<ImageMark, { name: string; word: string; meaning: string }> = {
  duplicate: {
    name: l10n.t('Duplicates'),
    word: l10n.t('duplicates'),
    meaning: l10n.t('The same in every pixel as another image.'),
  },
  nearDuplicate: {
    name: l10n.t('Near-duplicates'),
    word: l10n.t('near-duplicates'),
    meaning: l10n.t('Nearly the same as another image, shifted by two pixels at most.'),
  },
  twin: {
    name: l10n.t('Twins in another split'),
    word: l10n.t('twins in another split'),
    meaning: l10n.t('The same or nearly the same as an image of another split.'),
  },
  differingLabels: {
    name: l10n.t('Alike, differing labels'),
    word: l10n.t('alike, differing labels'),
    meaning: l10n.t('The same or nearly the same as an image with another label: one of the two may be wrong.'),
  },
  outlier: {
    name: l10n.t('Outliers'),
    word: l10n.t('outliers'),
    meaning: l10n.t('Far from the mean image of its class (beyond the upper quartile + 3 interquartile ranges).'),
  },
  dark: { name: l10n.t('Dark'), word: l10n.t('dark'), meaning: l10n.t('Mean grey level below 10.') },
  lowInformation: {
    name: l10n.t('Low information'),
    word: l10n.t('low information'),
    meaning: l10n.t('Standard deviation of the grey levels below 10: next to nothing to see.'),
  },
  corrected: {
    name: l10n.t('Corrected'),
    word: l10n.t('corrected'),
    meaning: l10n.t('A reviewer gave it another label than the given one.'),
  },
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
