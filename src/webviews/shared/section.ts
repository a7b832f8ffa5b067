import './section.css';
import { element, icon } from './dom';

export interface SectionOptions {
  title: string;
  /** Whether it is open at first. */
  open: boolean;
  /** A person opened or closed it: something to keep. */
  toggled?: (open: boolean) => void;
  /** Called when it is open and in view, perhaps again: what costs something is not done before. */
  seen?: () => void;
}

/** A part of a view that can be folded. */
export function section(
  { title, open, toggled = () => undefined, seen = () => undefined }: SectionOptions,
  body: HTMLElement,
): HTMLDetailsElement {
  const summary = element('summary', {}, icon('chevron-right'), element('h2', {}, title));
  const whole = element('details', { className: 'folding', open }, summary, body);
  let isInView = false;
  let isOpen = open;
  const look = () => {
    if (whole.open && isInView) seen();
  };
  new IntersectionObserver((changes) => {
    isInView = changes.at(-1)!.isIntersecting;
    look();
  }).observe(whole);
  whole.addEventListener('toggle', () => {
    look();
    if (whole.open === isOpen) return;
    isOpen = whole.open;
    toggled(isOpen);
  });
  return whole;
}
