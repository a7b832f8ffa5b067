import '../shared/language';
import * as l10n from '@vscode/l10n';
import './style.css';
import type { ExplorerSide } from '../../shared/contracts/explorer';
import { connectToExtension, savedState, saveState } from '../shared/connection';
import { Explorer } from './explorer';
import { restoreState } from './keptState';
import { showView } from './view';

/** Scrolling would otherwise write the state at each frame. */
const KEEP_AFTER = 100;

const kept = restoreState(savedState());
let waiting: ReturnType<typeof setTimeout> | undefined;
const write = () => {
  clearTimeout(waiting);
  waiting = undefined;
  const location = explorer.snapshot?.opened.location ?? explorer.opening?.location;
  if (location) {
    const relabel = explorer.relabel ? explorer.relabel.toKeep() : kept.relabel;
    saveState({ ...kept, filters: kept.filters.toKeep(), relabel, location });
  }
};
const keep = () => {
  waiting ??= setTimeout(write, KEEP_AFTER);
};

const extension = connectToExtension<ExplorerSide>({
  opening: (opening) => {
    explorer.opening = opening;
    explorer.tell('progress');
    write();
  },
  progressed: (progress) => {
    explorer.progress = progress;
    explorer.tell('progress');
  },
  dataChanged: () => {
    explorer.hasChanged = true;
    explorer.tell('notice');
  },
  runsChanged: (runs) => {
    explorer.runs = runs;
    explorer.tell('runs');
  },
  correctionsChanged: (state) => explorer.correctionsChanged(state),
  dataRestarted: (snapshot) => {
    void explorer.show(snapshot);
    explorer.notify(
      'info',
      l10n.t('The process that held the data ended unexpectedly. It was started again, and the data read anew.'),
    );
  },
  dataLost: (why) => explorer.fail(new Error(why)),
});
const explorer = new Explorer(extension, kept, keep);

// The page is thrown away without a word when its panel is hidden.
addEventListener('visibilitychange', () => waiting && write());
addEventListener('pagehide', () => waiting && write());

showView(explorer, document.getElementById('view')!);
void explorer.load(() => extension.call('ready', null));
