import { countOf } from '../../shared/numbers';
import { listed, plain } from './words';

/** One line on the pictures that were skipped, none where there are none; `jsonFile` has them all. */
export function describeDamaged(damaged: readonly { path: string }[], jsonFile: string): string[] {
  if (damaged.length === 0) return [];
  const names = listed(damaged.map(({ path }) => plain(path)));
  return [`skipped ${countOf(damaged.length, 'damaged picture')}: ${names}; ${jsonFile} says why`];
}
