/** Pictures of one group: how many, and how many stand in a row. */
export interface GroupSize {
  count: number;
  columns: number;
}

export interface PlaceInGroups {
  group: number;
  at: number;
}

/** Where a key moves to among the pictures of groups that stand one beneath another, or null when it does not move. */
export function movedPlace(
  key: string,
  { group, at }: PlaceInGroups,
  groups: readonly GroupSize[],
): PlaceInGroups | null {
  const { count, columns } = groups[group];
  const column = at % columns;
  const next = groups.at(group + 1);
  const previous = group > 0 ? groups[group - 1] : undefined;
  const last = ({ count }: GroupSize) => count - 1;
  switch (key) {
    case 'ArrowRight':
      if (at + 1 < count) return { group, at: at + 1 };
      return next ? { group: group + 1, at: 0 } : null;
    case 'ArrowLeft':
      if (at > 0) return { group, at: at - 1 };
      return previous ? { group: group - 1, at: last(previous) } : null;
    case 'ArrowDown': {
      const isLastRow = Math.floor(at / columns) === Math.floor(last(groups[group]) / columns);
      if (!isLastRow) return { group, at: Math.min(last(groups[group]), at + columns) };
      return next ? { group: group + 1, at: Math.min(last(next), column) } : null;
    }
    case 'ArrowUp': {
      if (at >= columns) return { group, at: at - columns };
      if (!previous) return null;
      const lastRow = Math.floor(last(previous) / previous.columns) * previous.columns;
      return { group: group - 1, at: Math.min(last(previous), lastRow + column) };
    }
    case 'Home':
      return { group: 0, at: 0 };
    case 'End':
      return { group: groups.length - 1, at: last(groups[groups.length - 1]) };
    default:
      return null;
  }
}
