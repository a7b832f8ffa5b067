import { plainButton } from '../shared/controls';
import { element, setAttributes } from '../shared/dom';

/** A few choices beside each other, of which one holds. */
export function segments<Value extends string>(
  label: string,
  choices: readonly (readonly [value: Value, name: string])[],
  onChoose: (value: Value) => void,
): { element: HTMLElement; show: (value: Value) => void } {
  const buttons = choices.map(([value, name]) =>
    plainButton({ className: 'segment', pressed: false, onClick: () => onChoose(value) }, name),
  );
  return {
    element: element('div', { className: 'segments', attributes: { role: 'group', 'aria-label': label } }, ...buttons),
    show(value) {
      choices.forEach(([one], at) => setAttributes(buttons[at], { 'aria-pressed': String(one === value) }));
    },
  };
}
