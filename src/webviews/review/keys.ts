// Which key means what, and how keys are written for a person. Pure functions.
import * as l10n from '@vscode/l10n';
import { REVIEW_ACTIONS, type ReviewAction, type ReviewKeys } from '../../shared/contracts/reviewView';

/** What is taken of a `KeyboardEvent`. */
export interface Pressed {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  /** With AltGr, some layouts type characters of which keys are made. */
  altGraph?: boolean;
}

export type Meaning = { action: ReviewAction } | { label: number };

/** What a key means in the review; null: nothing. Digits are class numbers. */
export function meaningOf(pressed: Pressed, keys: ReviewKeys): Meaning | null {
  const name = nameOf(pressed);
  if (name === null) return null;
  const action = REVIEW_ACTIONS.find((one) => keys[one].some((key) => key.toLowerCase() === name));
  if (action) return { action };
  const digit = digitOf(pressed);
  return digit === null ? null : { label: digit };
}

/** As `ReviewKeys` names keys, in small letters: `ctrl+shift+z`, `space`; null with keys that are not ours. */
function nameOf({ key, ctrlKey, metaKey, altKey, shiftKey, altGraph = false }: Pressed): string | null {
  // On Windows AltGr is told as Ctrl and Alt together.
  const control = (ctrlKey || metaKey) && !altGraph;
  if (altKey && !altGraph) return null;
  const name = key === ' ' ? 'space' : key.toLowerCase();
  if (!control) return name;
  return `ctrl+${shiftKey ? 'shift+' : ''}${name}`;
}

/** Layouts whose digits need Shift (French ones) give the class of the key on which the digit stands without it too. */
function digitOf({ key, code, ctrlKey, metaKey, altKey, shiftKey }: Pressed): number | null {
  if (ctrlKey || metaKey || altKey) return null;
  if (/^\d$/.test(key)) return Number(key);
  const onKey = shiftKey ? null : /^Digit(\d)$/.exec(code);
  return onKey ? Number(onKey[1]) : null;
}

const NAMES: Partial<Record<string, string>> = {
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  pageup: l10n.t({ message: 'Page Up', args: [], comment: ['key of the keyboard'] }),
  pagedown: l10n.t({ message: 'Page Down', args: [], comment: ['key of the keyboard'] }),
  space: l10n.t({ message: 'Space', args: [], comment: ['key of the keyboard'] }),
  enter: l10n.t({ message: 'Enter', args: [], comment: ['key of the keyboard'] }),
  backspace: l10n.t({ message: 'Backspace', args: [], comment: ['key of the keyboard'] }),
  delete: l10n.t({ message: 'Delete', args: [], comment: ['key of the keyboard'] }),
  insert: l10n.t({ message: 'Insert', args: [], comment: ['key of the keyboard'] }),
  home: l10n.t({ message: 'Home', args: [], comment: ['key of the keyboard'] }),
  end: l10n.t({ message: 'End', args: [], comment: ['key of the keyboard'] }),
};

const CTRL = l10n.t({ message: 'Ctrl', args: [], comment: ['key of the keyboard'] });
const SHIFT = l10n.t({ message: 'Shift', args: [], comment: ['key of the keyboard'] });

/** A key as it is written on the screen: `Ctrl+Z`, `Space`, `U`. @param isMac there Ctrl is Cmd */
export function keyText(key: string, isMac = false): string {
  const parts = /^((?:ctrl\+)?(?:shift\+)?)(.+)$/is.exec(key);
  if (!parts) return key;
  const own = parts[2];
  const modifiers = parts[1]
    .split('+')
    .filter(Boolean)
    .map((part) => (part.toLowerCase() === 'ctrl' ? (isMac ? 'Cmd' : CTRL) : SHIFT));
  const name = NAMES[own.toLowerCase()] ?? (Array.from(own).length === 1 ? own.toUpperCase() : own);
  return [...modifiers, name].join('+');
}

/** As `aria-keyshortcuts` wants it: `Control+z`. */
export function ariaKey(key: string): string {
  return key.replace(/^ctrl\+/i, 'Control+').replace(/shift\+/i, 'Shift+');
}
