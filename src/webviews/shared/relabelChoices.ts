// What can be chosen for the label of some images, and how it is found by typing.
import * as l10n from '@vscode/l10n';
import type { Decision } from '../../shared/contracts/corrections';
import { countText } from '../../shared/numbers';

export interface RelabelChoice {
  decision: Decision;
  /** Of a relabel. */
  newLabel?: number;
  name: string;
  /** The key that chooses it in the menu: a digit; empty where there is none. */
  key: string;
}

/** More images than these are relabelled only after a question. */
export const ASK_ABOVE = 50;
/** From so many classes on, they are found by typing a part of their name, not by one digit. */
export const FIND_ABOVE = 10;

/** The classes by their numbers, then what else can be decided. */
export function relabelChoices(classNames: readonly string[]): RelabelChoice[] {
  const isFew = classNames.length <= FIND_ABOVE;
  return [
    ...classNames.map((name, newLabel) => ({
      decision: 'relabel' as const,
      newLabel,
      name,
      key: isFew ? String(newLabel) : '',
    })),
    { decision: 'keep', name: l10n.t('Keep the given label'), key: '' },
    { decision: 'unsure', name: l10n.t('Cannot tell'), key: '' },
    { decision: 'undo', name: l10n.t('Undo the newest decision'), key: '' },
  ];
}

/** Those whose name has the text in it, capital or small; classes that begin with it, or have that number, first. */
export function matchingChoices(choices: readonly RelabelChoice[], text: string): RelabelChoice[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [...choices];
  const place = ({ name, newLabel }: RelabelChoice) => {
    if (String(newLabel ?? '') === wanted) return 0;
    const at = name.toLowerCase().indexOf(wanted);
    return at < 0 ? Infinity : at === 0 ? 1 : 2;
  };
  return choices
    .map((choice) => ({ choice, place: place(choice) }))
    .filter(({ place }) => place < Infinity)
    .sort((a, b) => a.place - b.place)
    .map(({ choice }) => choice);
}

/**
 * Which choice is meant by the letters typed so far: the first whose name begins with them, else the first of which a word
 * does, capital or small; -1: none. Nothing typed means none.
 */
export function choiceTyped(choices: readonly RelabelChoice[], typed: string): number {
  const wanted = typed.toLowerCase();
  if (wanted === '') return -1;
  const begins = choices.findIndex(({ name }) => name.toLowerCase().startsWith(wanted));
  if (begins >= 0) return begins;
  const words = (name: string) => [...name.toLowerCase().matchAll(/(?<=[^\p{L}\p{N}])(?=[\p{L}\p{N}])/gu)];
  return choices.findIndex(({ name }) =>
    words(name).some(({ index }) => name.toLowerCase().slice(index).startsWith(wanted)),
  );
}

/** `Relabel 1,204 images as Shirt?` */
export function askWords({ decision, name }: RelabelChoice, count: number): string {
  const images = countText(count);
  switch (decision) {
    case 'relabel':
      return count === 1 ? l10n.t('Relabel 1 image as {0}?', name) : l10n.t('Relabel {0} images as {1}?', images, name);
    case 'keep':
      return count === 1
        ? l10n.t('Keep the given label of 1 image?')
        : l10n.t('Keep the given labels of {0} images?', images);
    case 'unsure':
      return count === 1
        ? l10n.t('Say of 1 image that one cannot tell?')
        : l10n.t('Say of {0} images that one cannot tell?', images);
    case 'undo':
      return count === 1
        ? l10n.t('Undo the newest decision about this image?')
        : l10n.t('Undo the newest decision about each of {0} images?', images);
  }
}

/** `3 images relabelled as Shirt` @param same of them had that label anyway */
export function doneWords({ decision, name }: RelabelChoice, count: number, same = 0): string {
  const images = countText(count);
  switch (decision) {
    case 'relabel':
      if (same > 0 && same === count) {
        return count === 1
          ? l10n.t('given label {0} of 1 image kept', name)
          : l10n.t('given label {0} of {1} images kept', name, images);
      }
      return relabelledWords(name, count - same, same);
    case 'keep':
      return count === 1 ? l10n.t('given label of 1 image kept') : l10n.t('given labels of {0} images kept', images);
    case 'unsure':
      return count === 1
        ? l10n.t('1 image marked as “cannot tell”')
        : l10n.t('{0} images marked as “cannot tell”', images);
    case 'undo':
      return count === 1
        ? l10n.t('newest decision about 1 image undone')
        : l10n.t('newest decision about {0} images undone', images);
  }
}

function relabelledWords(name: string, count: number, same: number): string {
  if (same === 0) {
    return count === 1
      ? l10n.t('1 image relabelled as {0}', name)
      : l10n.t('{0} images relabelled as {1}', countText(count), name);
  }
  return count === 1
    ? l10n.t('1 image relabelled as {0}, {1} kept as given', name, countText(same))
    : l10n.t('{count} images relabelled as {name}, {same} kept as given', {
        count: countText(count),
        name,
        same: countText(same),
      });
}
