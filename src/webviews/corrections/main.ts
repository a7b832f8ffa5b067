import '../shared/language';
import './style.css';
import type { CorrectionsViewSide } from '../../shared/contracts/correctionsView';
import { connectToExtension, savedState, saveState } from '../shared/connection';
import { restoreKept } from './kept';
import { CorrectionsView, toldError } from './view';

/** Scrolling would otherwise write the state at each frame. */
const KEEP_AFTER = 100;

const kept = restoreKept(savedState());
let waiting: ReturnType<typeof setTimeout> | undefined;
const write = () => {
  clearTimeout(waiting);
  waiting = undefined;
  // By which versions it shows, the panel is brought back when the window reloads.
  const state = view.snapshot?.state;
  if (state) saveState({ ...kept, ...state });
};

const extension = connectToExtension<CorrectionsViewSide>({
  changed: (snapshot) => view.show(snapshot),
  failed: (why) => view.fail(toldError(why)),
});
const keep = () => {
  waiting ??= setTimeout(write, KEEP_AFTER);
};
const view = new CorrectionsView(extension, kept, keep, document.getElementById('view')!);

// The page is thrown away without a word when its panel is hidden.
addEventListener('visibilitychange', () => waiting && write());
addEventListener('pagehide', () => waiting && write());

void view.load();
