import {
  DEFAULT_REVIEW_KEYS,
  REVIEW_ACTIONS,
  type ReviewAction,
  type ReviewKeys,
} from '../../shared/contracts/reviewView';

/** A key by its name, or any one character; Tab and Escape belong to the keyboard's way through the page. */
const KEY = /^(\S|Space|Enter|Backspace|Delete|Insert|Home|End|PageUp|PageDown|Arrow(Left|Right|Up|Down)|F\d{1,2})$/u;

/** What comes of the setting `fashionMnist.reviewKeys`. */
export interface CheckedKeys {
  keys: ReviewKeys;
  /** What was not taken, a line each. */
  problems: string[];
}

/**
 * The keys of the review view: those of a setting over the default ones. What the setting gives one action is taken from
 * all others, so that each key has one handler. What is of a wrong type or no key is told and left out; an action none of
 * whose keys can be taken keeps its default ones.
 */
export function checkKeys(setting: unknown): CheckedKeys {
  const problems: string[] = [];
  const asked = isObject(setting) ? setting : {};
  if (setting !== undefined && setting !== null && !isObject(setting)) {
    problems.push('is no object of actions and their keys');
  }
  for (const name of Object.keys(asked)) {
    if (!isAction(name)) problems.push(`"${name}" is no action: there are ${REVIEW_ACTIONS.join(', ')}`);
  }
  const owners = new Map<string, ReviewAction>();
  const keys = {} as ReviewKeys;
  for (const action of REVIEW_ACTIONS) {
    if (!Object.hasOwn(asked, action)) continue;
    const taken = readKeys(action, asked[action], owners, problems);
    if (taken) keys[action] = taken;
  }
  for (const action of REVIEW_ACTIONS) {
    if (Object.hasOwn(keys, action)) continue;
    keys[action] = DEFAULT_REVIEW_KEYS[action].filter((key) => !owners.has(identity(key)));
    if (!keys[action].length) problems.push(`${action} has no key any more: its own are those of others now`);
  }
  return { keys, problems };
}

/** @returns undefined where the action keeps its default keys */
function readKeys(
  action: ReviewAction,
  value: unknown,
  owners: Map<string, ReviewAction>,
  problems: string[],
): string[] | undefined {
  if (!Array.isArray(value)) {
    problems.push(`${action} needs a list of keys, as in ["x"]`);
    return undefined;
  }
  const keys: string[] = [];
  for (const one of value) {
    const key = typeof one === 'string' ? normalise(one) : null;
    if (key === null) problems.push(`${action}: ${JSON.stringify(one)} is no key that can be set`);
    else if (/^\d$/.test(key)) problems.push(`${action}: the digit ${key} gives an image the class of that number`);
    else {
      const owner = owners.get(identity(key));
      if (owner === undefined) {
        owners.set(identity(key), action);
        keys.push(key);
      } else if (owner !== action) problems.push(`${action}: ${key} is the key of ${owner} already`);
    }
  }
  return keys.length || !value.length ? keys : undefined;
}

/** `Cmd+Z` is `Ctrl+z`; null for what is no key. */
function normalise(text: string): string | null {
  const parts = /^((?:(?:ctrl|cmd|shift)\+)*)(.+)$/isu.exec(text === ' ' ? 'Space' : text.trim());
  if (!parts) return null;
  const modifiers = parts[1].toLowerCase();
  const key = parts[2];
  if (!KEY.test(key)) return null;
  const control = /ctrl|cmd/.test(modifiers) ? 'Ctrl+' : '';
  // Without Ctrl, Shift is in the character itself.
  const shift = control && modifiers.includes('shift') ? 'Shift+' : '';
  return `${control}${shift}${/^\p{L}$/u.test(key) ? key.toLowerCase() : key}`;
}

/** Two spellings of the same key have the same. */
function identity(key: string): string {
  return key.toLowerCase();
}

function isAction(name: string): name is ReviewAction {
  return (REVIEW_ACTIONS as readonly string[]).includes(name);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
