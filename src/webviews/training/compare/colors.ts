import type { ChartColor } from '../../shared/chartSpec';

const COLORS: readonly ChartColor[] = ['blue', 'orange', 'green', 'red', 'purple', 'yellow', 'foreground'];

/** More runs cannot be told apart. */
export const MOST_COMPARED = COLORS.length;

/** Gives each run a colour; one that had one keeps it, and nobody else's. @param known colours given before, by folder */
export function assignColors(
  known: Readonly<Record<string, ChartColor>>,
  folders: readonly string[],
): Record<string, ChartColor> {
  const given: Record<string, ChartColor> = {};
  const taken = new Set<ChartColor>();
  for (const folder of folders) {
    const own = Object.hasOwn(known, folder) ? known[folder] : undefined;
    if (own === undefined || taken.has(own)) continue;
    given[folder] = own;
    taken.add(own);
  }
  for (const folder of folders) {
    if (Object.hasOwn(given, folder)) continue;
    const free = COLORS.find((color) => !taken.has(color)) ?? 'foreground';
    given[folder] = free;
    taken.add(free);
  }
  return given;
}
