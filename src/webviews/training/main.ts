import '../shared/language';
import * as l10n from '@vscode/l10n';
import './style.css';
import type { RunRow, TrainingSide, TrainingSnapshot } from '../../shared/contracts/training';
import { progressRing } from '../shared/controls';
import { connectToExtension, savedState, saveState } from '../shared/connection';
import { element } from '../shared/dom';
import { type Context, messageOf } from './context';
import { readKept } from './kept';
import { notice } from './notice';
import { TrainingView } from './trainingView';

/** What is typed and scrolled is kept once it rests, milliseconds. */
const KEEP_AFTER = 200;

const page = document.getElementById('view')!;
const kept = readKept(savedState());
let view: TrainingView | undefined;
/** Told before the snapshot was there; all else that is told then is part of it. */
let earlyRuns: RunRow[] | undefined;

const extension = connectToExtension<TrainingSide>({
  jobChanged: (job) => view?.jobs.changed(job),
  jobRemoved: (job) => view?.jobs.removed(job),
  stepped: (step) => view?.jobs.stepped(step),
  epochEnded: (ended) => view?.jobs.epochEnded(ended),
  curveReplaced: (curve) => view?.jobs.curveReplaced(curve),
  ablationProgressed: (progress) => view?.jobs.ablationProgressed(progress),
  runsChanged: (rows) => {
    earlyRuns = rows;
    view?.runsChanged(rows);
  },
  formFilled: (filled) => view?.fill(filled),
  runsChosen: (folders) => view?.chooseRuns(folders),
  recipeEdited: ({ recipe, description }) => view?.form.recipeEdited(recipe, description),
  enginesChanged: (engines) => view?.form.enginesChanged(engines),
  dataChanged: ({ path }) => view?.form.dataChanged(path),
});

const said = element('div', { className: 'only-for-screen-readers', attributes: { 'aria-live': 'polite' } });
document.body.append(said);
let keeping: ReturnType<typeof setTimeout> | undefined;
const context: Context = {
  extension,
  chartHost: { saveFile: (request) => extension.call('saveFile', request) },
  kept,
  keep(now = false) {
    clearTimeout(keeping);
    if (now) saveState(kept);
    else keeping = setTimeout(() => saveState(kept), KEEP_AFTER);
  },
  say: (text) => (said.textContent = text),
};

addEventListener('scroll', () => {
  if (!view) return;
  kept.scroll = scrollY;
  context.keep();
});
// A page that is hidden is thrown away: what has not been kept yet is kept now.
addEventListener('pagehide', () => saveState(kept));
document.addEventListener('visibilitychange', () => document.hidden && saveState(kept));

async function begin(): Promise<void> {
  page.replaceChildren(element('div', { className: 'opening' }, progressRing(l10n.t('Opening the training view'))));
  let snapshot: TrainingSnapshot;
  try {
    snapshot = await extension.call('ready', null);
  } catch (error) {
    page.replaceChildren(
      notice(
        'error',
        messageOf(error),
        { label: l10n.t('Try again'), onClick: () => void begin() },
        { label: l10n.t('Show log'), onClick: () => void extension.call('runCommand', { command: 'showLog' }) },
      ),
    );
    return;
  }
  view = new TrainingView(context, earlyRuns ? { ...snapshot, runs: earlyRuns } : snapshot);
  page.replaceChildren(
    element('h1', { className: 'only-for-screen-readers' }, l10n.t('Training: {0}', snapshot.workspace)),
    ...view.elements,
  );
  scrollTo(0, kept.scroll);
}

void begin();
