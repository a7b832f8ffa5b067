/** What the view keeps over hiding, moving and a reload, beside which versions it shows. */
export interface KeptView {
  /** Groups that were opened or folded, by their ids. */
  open: Record<string, boolean>;
  scrollTop: number;
}

/** More groups than these are not kept. */
const MOST_GROUPS = 500;

/** Reads what was kept; what does not fit is as at the beginning. */
export function restoreKept(kept: unknown): KeptView {
  const { open, scrollTop } = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<
    Record<keyof KeptView, unknown>
  >;
  const entries = typeof open === 'object' && open !== null ? Object.entries(open) : [];
  return {
    open: Object.fromEntries(
      entries.filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean').slice(0, MOST_GROUPS),
    ),
    scrollTop: typeof scrollTop === 'number' && scrollTop >= 0 ? scrollTop : 0,
  };
}
