import * as shared from '../shared/section';
import type { Explorer } from './explorer';

/** A part of the side that can be folded, and stays so. @param seen as `SectionOptions` has it */
export function section(
  { kept, keep }: Explorer,
  { id, title, open = true }: { id: string; title: string; open?: boolean },
  body: HTMLElement,
  seen?: () => void,
): HTMLDetailsElement {
  const toggled = (isOpen: boolean) => {
    kept.sections[id] = isOpen;
    keep();
  };
  return shared.section({ title, open: kept.sections[id] ?? open, toggled, seen }, body);
}
