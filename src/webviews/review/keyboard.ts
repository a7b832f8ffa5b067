// The one handler of all keys of the review.
import type { ReviewAction } from '../../shared/contracts/reviewView';
import type { Commands } from './commands';
import { meaningOf } from './keys';
import type { Review } from './review';

/** What an arrow or a letter is for by itself while it has the keyboard. */
const OWN_KEYS = 'input, textarea, select, [contenteditable], vscode-text-field, vscode-dropdown, dialog, .menu';
const OWN_ARROWS = `${OWN_KEYS}, canvas, .table-scroll, .chart, [role="radiogroup"], [role="tablist"]`;
/** What Enter and Space press. */
const PRESSABLE = 'button, summary, a, vscode-button, vscode-checkbox, [role="button"]';

/** Keys that do their thing again while they are held. */
const REPEATS: readonly ReviewAction[] = ['previous', 'next', 'undo', 'redo'];

export function watchKeys(review: Review, commands: Commands): void {
  // Not on the window: VS Code listens there, and what is ours must not reach it.
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || isWithin(event, OWN_KEYS)) return;
    const { key } = event;
    const altGraph = event.getModifierState('AltGraph');
    const meaning = meaningOf(
      {
        key,
        code: event.code,
        ctrlKey: event.ctrlKey,
        metaKey: event.metaKey,
        altKey: event.altKey,
        shiftKey: event.shiftKey,
        altGraph,
      },
      review.keys,
    );
    if (!meaning) return;
    if ((key === 'Enter' || key === ' ') && isWithin(event, PRESSABLE)) return;
    if (key.startsWith('Arrow') && isWithin(event, OWN_ARROWS)) return;
    event.preventDefault();
    event.stopPropagation();
    const mayRepeat = 'action' in meaning && REPEATS.includes(meaning.action);
    // Held a moment too long, a key would decide about a picture that nobody has seen.
    if (event.repeat && !mayRepeat) return;
    if ('label' in meaning) commands.relabel(meaning.label, event.timeStamp);
    else commands.run(meaning.action, event.timeStamp);
  });
}

function isWithin(event: KeyboardEvent, selector: string): boolean {
  return event.composedPath().some((target) => target instanceof Element && target.matches(selector));
}
