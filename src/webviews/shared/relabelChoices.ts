// What can be chosen for the label of some images, and how it is found by typing.
import type { Decision } from '../../shared/contracts/corrections';
import { countOf, countText } from '../../shared/numbers';

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
    { decision: 'keep', name: 'Keep the given label', key: '' },
    { decision: 'unsure', name: 'Cannot tell', key: '' },
    { decision: 'undo', name: 'Undo the newest decision', key: '' },
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
  const images = countOf(count, 'image');
  switch (decision) {
    case 'relabel':
      return `Relabel ${images} as ${name}?`;
    case 'keep':
      return `Keep the given ${count === 1 ? 'label' : 'labels'} of ${images}?`;
    case 'unsure':
      return `Say of ${images} that one cannot tell?`;
    case 'undo':
      return `Undo the newest decision about ${count === 1 ? 'this image' : `each of ${countText(count)} images`}?`;
  }
}

/** `3 images relabelled as Shirt` @param same of them had that label anyway */
export function doneWords({ decision, name }: RelabelChoice, count: number, same = 0): string {
  const images = countOf(count, 'image');
  switch (decision) {
    case 'relabel':
      if (same === 0) return `${images} relabelled as ${name}`;
      if (same === count) return `given label ${name} of ${images} kept`;
      return `${countOf(count - same, 'image')} relabelled as ${name}, ${countText(same)} kept as given`;
    case 'keep':
      return `given ${count === 1 ? 'label' : 'labels'} of ${images} kept`;
    case 'unsure':
      return `${images} marked as “cannot tell”`;
    case 'undo':
      return `newest decision about ${images} undone`;
  }
}
