// The controls of the views, and the only module that knows the library they come from.
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { element, icon, setAttributes } from './dom';

provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodeTextField(),
);

/** A control and the element that goes into the page (with its label, where it has one). */
export interface Control<Value> {
  element: HTMLElement;
  value: Value;
  disabled: boolean;
  /** What is wrong with the value, shown beneath; empty: nothing. */
  problem: string;
  focus(): void;
}

export interface ButtonOptions {
  label: string;
  /** A codicon's name. */
  icon?: string;
  /** `icon` shows the icon alone; the label is its name. */
  appearance?: 'primary' | 'secondary' | 'icon';
  title?: string;
  onClick: () => void;
}

export function button({
  label,
  icon: name,
  appearance = 'secondary',
  title,
  onClick,
}: ButtonOptions): HTMLElement & { disabled: boolean } {
  const made = document.createElement('vscode-button') as HTMLElement & { disabled: boolean };
  setAttributes(made, { appearance, title: title ?? (appearance === 'icon' ? label : false) });
  if (name && appearance !== 'icon') {
    const start = icon(name);
    start.slot = 'start';
    made.append(start);
  }
  if (appearance === 'icon') {
    made.setAttribute('aria-label', label);
    made.append(icon(name ?? 'circle'));
  } else made.append(label);
  made.addEventListener('click', () => {
    if (!made.disabled) onClick();
  });
  return made;
}

export interface TextOptions {
  label: string;
  value?: string;
  placeholder?: string;
  /** Shown beneath, always. */
  hint?: string;
  /** A codicon in front of the text; the label is then its name alone, and not seen. */
  icon?: string;
  /** As it is typed. */
  onInput: (value: string) => void;
}

export interface TextField extends Control<string> {
  placeholder: string;
}

export function textField({ label, value = '', placeholder, hint, icon: name, onInput }: TextOptions): TextField {
  const field = document.createElement('vscode-text-field') as HTMLElement & { value: string; disabled: boolean };
  setAttributes(field, { placeholder: placeholder ?? false });
  if (name) {
    const start = icon(name);
    start.slot = 'start';
    // The library takes the name from the text, and none is to be seen.
    field.append(start, element('span', { className: 'only-for-screen-readers' }, label));
  } else field.append(label);
  field.value = value;
  field.addEventListener('input', () => onInput(field.value));
  const control = withProblem(field, hint);
  return Object.defineProperty(control, 'placeholder', {
    get: () => field.getAttribute('placeholder') ?? '',
    set: (text: string) => setAttributes(field, { placeholder: text || false }),
  }) as TextField;
}

export interface Choice {
  value: string;
  label: string;
}

export interface DropdownOptions {
  label: string;
  choices: readonly Choice[];
  value: string;
  onChange: (value: string) => void;
}

export interface Dropdown extends Control<string> {
  setChoices(choices: readonly Choice[], value: string): void;
}

export function dropdown({ label, choices, value, onChange }: DropdownOptions): Dropdown {
  const field = document.createElement('vscode-dropdown') as HTMLElement & { value: string; disabled: boolean };
  field.setAttribute('aria-label', label);
  const setChoices = (next: readonly Choice[], chosen: string) => {
    field.replaceChildren(
      ...next.map((choice) => {
        const option = document.createElement('vscode-option') as HTMLElement & { value: string };
        option.value = choice.value;
        option.setAttribute('value', choice.value);
        option.append(choice.label);
        return option;
      }),
    );
    field.value = chosen;
  };
  setChoices(choices, value);
  field.addEventListener('change', () => onChange(field.value));
  const control = withProblem(field);
  control.element.prepend(element('span', { className: 'field-label', attributes: { 'aria-hidden': 'true' } }, label));
  return Object.assign(control, { setChoices });
}

export interface CheckboxOptions {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export function checkbox({
  label,
  checked,
  onChange,
}: CheckboxOptions): HTMLElement & { checked: boolean; disabled: boolean } {
  const made = document.createElement('vscode-checkbox') as HTMLElement & { checked: boolean; disabled: boolean };
  made.append(label);
  made.checked = checked;
  made.addEventListener('change', () => onChange(made.checked));
  return made;
}

export interface ToggleOptions {
  /** Its name for screen readers, where what it holds does not say it. */
  label?: string;
  title?: string;
  className?: string;
  /** Undefined: it only does something. */
  pressed?: boolean;
  onClick: () => void;
}

/** A button that looks like what it holds: a bar of a chart, a row of a list, a picture. */
export function plainButton(
  { label, title, className = '', pressed, onClick }: ToggleOptions,
  ...children: readonly (Node | string)[]
): HTMLButtonElement {
  const made = element('button', { type: 'button', className: `plain-button ${className}`.trim() }, ...children);
  setAttributes(made, {
    'aria-label': label ?? false,
    title: title ?? false,
    'aria-pressed': pressed === undefined ? false : String(pressed),
  });
  made.addEventListener('click', onClick);
  return made;
}

// The library's own ring and badge write a style attribute into the page, which its content security policy refuses.

/** That something goes on whose end is not known. @param label what goes on */
export function progressRing(label: string): HTMLElement {
  const made = element('span', {
    className: 'progress-ring codicon codicon-loading codicon-modifier-spin',
    attributes: { role: 'progressbar', 'aria-label': label },
  });
  return made;
}

export function badge(text: string): HTMLElement {
  return element('span', { className: 'badge', title: text }, text);
}

function withProblem(field: HTMLElement & { value: string; disabled: boolean }, hint?: string): Control<string> {
  field.classList.add('field-control');
  const problem = element('div', { className: 'field-problem', hidden: true, attributes: { role: 'alert' } });
  const whole = element('div', { className: 'field' }, field, problem);
  if (hint) whole.append(element('div', { className: 'field-hint' }, hint));
  return {
    element: whole,
    get value() {
      return field.value;
    },
    set value(value) {
      field.value = value;
    },
    get disabled() {
      return field.disabled;
    },
    set disabled(disabled) {
      field.disabled = disabled;
    },
    get problem() {
      return problem.textContent;
    },
    set problem(text) {
      // Said again, a screen reader would speak it again.
      if (text === problem.textContent) return;
      problem.textContent = text;
      problem.hidden = text === '';
      setAttributes(field, { 'aria-invalid': text === '' ? false : 'true' });
    },
    focus: () => field.focus(),
  };
}

export interface InlineOptions {
  /** Its name for screen readers. */
  label: string;
  value: string;
  placeholder?: string;
  /** Enter was pressed, or it was left; null: Escape was pressed. Called once. */
  onDone: (value: string | null) => void;
}

/** A text field in the place of what it changes: a name in a table. */
export function inlineField({ label, value, placeholder, onDone }: InlineOptions): HTMLInputElement {
  const field = element('input', {
    className: 'inline-field',
    type: 'text',
    value,
    attributes: { 'aria-label': label, placeholder: placeholder ?? false },
  });
  let isDone = false;
  const end = (answer: string | null) => {
    if (isDone) return;
    isDone = true;
    onDone(answer);
  };
  field.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Enter') end(field.value);
    else if (event.key === 'Escape') end(null);
  });
  for (const kind of ['click', 'dblclick', 'pointerdown'])
    field.addEventListener(kind, (event) => event.stopPropagation());
  field.addEventListener('blur', () => end(field.value));
  return field;
}
