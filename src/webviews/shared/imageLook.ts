// How an image stands in a grid, and how it is named for screen readers.
import * as l10n from '@vscode/l10n';
import type { LoadedItem } from './gridOptions';
import type { ItemLook } from './gridPainter';
import { MARK_COLORS, MARK_WORDS, marksIn } from './imageMarks';
import type { Images } from './images';
import { countText } from '../../shared/numbers';

/** @param underWay a label that is being written; 255: none; undefined: nothing is under way */
export function lookOf(
  images: Images,
  image: number,
  loaded: LoadedItem,
  size: number,
  underWay: number | undefined,
): ItemLook {
  const { split } = images.placeOf(image);
  const wrong = isWrong(loaded);
  const corrected = underWay ?? loaded.corrected;
  const badge = loaded.marks === 0 ? null : MARK_COLORS.find(([mark]) => marksIn(loaded.marks).includes(mark))?.[1];
  const given = images.className(loaded.label);
  if (corrected !== 255) {
    const name = `${images.className(corrected)}${underWay === undefined ? '' : ' …'}`;
    return { lines: [name, given], wrong, badge: badge ?? null, corrected: true };
  }
  const second = wrong ? `→ ${images.className(loaded.predicted)}` : size < 84 ? split : `${split} ${countText(image)}`;
  return { lines: [given, second], wrong, badge: badge ?? null };
}

/** @param loaded null as long as its thumbnail is not there */
export function describeLook(
  images: Images,
  image: number,
  loaded: LoadedItem | null,
  underWay: number | undefined,
): string {
  const { split } = images.placeOf(image);
  const words = [l10n.t('number {0}', countText(image)), split];
  if (!loaded) return words.join(', ');
  const corrected = underWay ?? loaded.corrected;
  if (corrected !== 255) {
    const name = images.className(corrected);
    words.unshift(
      underWay === undefined ? l10n.t('corrected to {0}', name) : l10n.t('corrected to {0}, being saved', name),
    );
  }
  if (loaded.predicted !== 255) {
    const name = images.className(loaded.predicted);
    words.push(isWrong(loaded) ? l10n.t('predicted {0}, wrong', name) : l10n.t('predicted {0}', name));
  }
  const marks = marksIn(loaded.marks).filter((mark) => mark !== 'corrected');
  words.push(...marks.map((mark) => MARK_WORDS[mark].word));
  return [images.className(loaded.label), ...words].join(', ');
}

/** Whether the prediction is another than the given label. */
export function isWrong({ label, predicted }: LoadedItem): boolean {
  return predicted !== 255 && label !== 255 && predicted !== label;
}
