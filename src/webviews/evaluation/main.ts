import '../shared/language';
import * as l10n from '@vscode/l10n';
import './style.css';
import type { EvaluationEvents, EvaluationSide, EvaluationSnapshot } from '../../shared/contracts/evaluationView';
import { progressRing } from '../shared/controls';
import { connectToExtension, savedState, saveState } from '../shared/connection';
import { element } from '../shared/dom';
import { problemBox } from '../shared/places';
import type { ImagesDock } from './imagesDock';
import { readKept } from './kept';
import { EvaluationModel } from './model';
import { showView } from './view';

/** Scrolling would otherwise write the state at each frame. */
const KEEP_AFTER = 100;

const page = document.getElementById('view')!;
const saved = savedState();
const kept = readKept(saved);
const { relabel: keptRelabel } = (saved ?? {}) as { relabel?: unknown };
let model: EvaluationModel | undefined;
let dock: ImagesDock | undefined;
/** Told before the view was there. */
let asked: EvaluationEvents['compareAsked'] | undefined;

let waiting: ReturnType<typeof setTimeout> | undefined;
const write = () => {
  clearTimeout(waiting);
  waiting = undefined;
  // Without a file there is nothing that a panel could be brought back by.
  if (kept.file) saveState({ ...kept, relabel: dock ? dock.relabel.toKeep() : (keptRelabel ?? null) });
};
const keep = () => {
  waiting ??= setTimeout(write, KEEP_AFTER);
};

const extension = connectToExtension<EvaluationSide>({
  progressed: (progress) => {
    if (!model) return;
    const { comparing } = model;
    if (comparing && progress.of === comparing.asked.runFolder) comparing.progress = progress;
    else model.progress = progress;
    model.tell('progress');
  },
  runsChanged: (runs) => {
    if (!model) return;
    model.runs = runs;
    model.tell('runs');
  },
  correctionsChanged: () => dock?.outdate(),
  evaluationChanged: (snapshot) => model?.show(snapshot),
  dataRestarted: (data) => {
    model?.takeData(data);
    model?.notify(
      'info',
      l10n.t('The process that held the data ended unexpectedly. It was started again, and the data read anew.'),
    );
  },
  dataLost: (why) => model?.loseData(new Error(why)),
  dataChanged: () => {
    if (!model) return;
    model.hasChanged = true;
    model.tell('notice');
  },
  compareAsked: (request) => {
    if (model) void model.compare(request);
    else asked = request;
  },
});

// The page is thrown away without a word when its panel is hidden.
addEventListener('visibilitychange', () => waiting && write());
addEventListener('pagehide', () => waiting && write());

async function begin(): Promise<void> {
  page.replaceChildren(element('div', { className: 'opening' }, progressRing(l10n.t('Opening the evaluation'))));
  let snapshot: EvaluationSnapshot;
  try {
    snapshot = await extension.call('ready', null);
  } catch (error) {
    const box = problemBox(error as Error, {
      retry: () => void begin(),
      showLog: () => void extension.call('runCommand', { command: 'showLog' }),
      others: [
        {
          label: l10n.t('Evaluate Model'),
          onClick: () => void extension.call('runCommand', { command: 'evaluateModel' }),
        },
      ],
    });
    page.replaceChildren(element('div', { className: 'opening-problem' }, box));
    return;
  }
  const { startedAt } = snapshot.evaluation;
  // Another evaluation was written to the same place while nobody looked.
  if (kept.startedAt !== startedAt) {
    Object.assign(kept, { choice: null, comparison: null, place: 0, active: null, selected: [], detailOpen: false });
  }
  kept.startedAt = startedAt;
  kept.file = snapshot.file;
  write();
  model = new EvaluationModel(extension, kept, keep, snapshot);
  dock = showView(model, page, keptRelabel);
  void model.openData();
  const again = asked ?? kept.comparison;
  if (!again) return;
  model.isRestoring = asked === undefined;
  void model.compare(again);
}

void begin();
