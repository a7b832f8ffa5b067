// A search for the name of a class: search looks into files and ids alone, so the class is offered as a filter.
import type { ImageFilter } from '../../shared/contracts/explorer';
import { without, withPart } from './filters';

const MOST_OFFERS = 3;

/** Classes that a search text is, or begins, capital or small; at most three. Numbers are image numbers. */
export function classesCalled(text: string | undefined, classNames: readonly string[]): number[] {
  const wanted = text?.trim().toLowerCase() ?? '';
  if (wanted === '' || /^\d+$/.test(wanted)) return [];
  const found = classNames.flatMap((name, label) => (name.toLowerCase().startsWith(wanted) ? [label] : []));
  const exact = found.filter((label) => classNames[label].toLowerCase() === wanted);
  return (exact.length > 0 ? exact : found).slice(0, MOST_OFFERS);
}

/** The filter with a class in the place of the text that named it. */
export function withClassForText(filter: ImageFilter, label: number): ImageFilter {
  const rest = without(filter, 'text');
  const classes = rest.classes ?? [];
  return classes.includes(label) ? rest : withPart(rest, 'classes', [...classes, label]);
}
