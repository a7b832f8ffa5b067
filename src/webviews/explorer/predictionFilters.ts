// The predictions of a run, and what they can be filtered by.
import * as l10n from '@vscode/l10n';
import { button, dropdown, plainButton } from '../shared/controls';
import { element, setAttributes } from '../shared/dom';
import { isCancelled } from '../shared/images';
import type { Explorer } from './explorer';
import { withPart } from './filters';
import { shareText } from '../../shared/numbers';
import { progressPlace } from '../shared/places';
import { problemBox } from './places';
import { rangeFields } from './rangeFields';

export function predictionFilters(explorer: Explorer): HTMLElement {
  const place = element('div');
  const chooser = element('div', { className: 'predict-run' });
  const filters = element('div', { className: 'predict-filters' });
  let chosen = '';
  let working: { controller: AbortController; place: ReturnType<typeof progressPlace> } | undefined;

  const runs = dropdown({
    label: l10n.t('Run'),
    choices: [],
    value: '',
    onChange: (folder) => {
      chosen = folder;
      void perform(async () => {
        await explorer.usePredictions(folder);
      });
    },
  });
  const predict = button({ label: l10n.t('Predict'), onClick: () => void perform(ask) });

  const perform = async (work: () => Promise<void>) => {
    place.replaceChildren();
    const { snapshot } = explorer;
    try {
      await work();
      if (snapshot === explorer.snapshot) await explorer.query();
    } catch (error) {
      working = undefined;
      if (snapshot !== explorer.snapshot) return;
      place.replaceChildren(
        ...(isCancelled(error) ? [] : [problemBox(explorer, error as Error, () => void perform(work))]),
      );
    }
    update();
  };
  const ask = async () => {
    const controller = new AbortController();
    const progress = progressPlace(l10n.t('Predicting'), () => controller.abort());
    working = { controller, place: progress };
    place.replaceChildren(progress.element);
    update();
    const { snapshot } = explorer;
    const predictions = await explorer.call('predict', { runFolder: chosen }, controller.signal);
    working = undefined;
    place.replaceChildren();
    if (snapshot === explorer.snapshot) explorer.setPredictions(predictions);
  };

  const outcome = (which: 'right' | 'wrong') =>
    plainButton(
      {
        className: 'toggle',
        pressed: false,
        onClick: () => {
          const next = explorer.filter.outcome === which ? null : which;
          explorer.setFilter(withPart(explorer.filter, 'outcome', next));
        },
      },
      which === 'right' ? l10n.t('Right') : l10n.t('Wrong'),
    );
  const outcomes = [outcome('right'), outcome('wrong')] as const;
  const predicted = dropdown({
    label: l10n.t('Predicted class'),
    choices: [],
    value: '',
    onChange: (label) =>
      explorer.setFilter(withPart(explorer.filter, 'predicted', label === '' ? null : [Number(label)])),
  });
  const accuracies = element('p', { className: 'quiet' });
  filters.append(
    accuracies,
    element(
      'div',
      { className: 'outcomes', attributes: { role: 'group', 'aria-label': l10n.t('Predictions') } },
      ...outcomes,
    ),
    predicted.element,
    rangeFields(explorer, 'confidence', l10n.t('Confidence in %,'), 100),
  );

  const none = element(
    'div',
    {},
    element('p', {}, l10n.t('Predictions need a trained run, and there is none in this workspace yet.')),
    button({
      label: l10n.t('Train…'),
      onClick: () =>
        void explorer.attempt('runCommand', { command: 'train', path: explorer.snapshot?.opened.location.path }),
    }),
  );
  chooser.append(runs.element, predict);

  const updateRuns = () => {
    const folders = explorer.runs.map(({ folder }) => folder);
    if (!folders.includes(chosen)) chosen = explorer.kept.runFolder ?? folders.at(0) ?? '';
    const choices = explorer.runs.map(({ folder, name }) => ({ value: folder, label: name }));
    runs.setChoices(choices, chosen);
    update();
  };
  const updateClasses = () => {
    const names = explorer.snapshot?.opened.classNames ?? [];
    const choices = names.map((label, value) => ({ value: String(value), label }));
    predicted.setChoices([{ value: '', label: l10n.t('any') }, ...choices], '');
  };
  const update = () => {
    const { runs: known, predictions, filter, snapshot } = explorer;
    none.hidden = known.length > 0;
    chooser.hidden = known.length === 0;
    const isShown = predictions !== null && predictions.runFolder === chosen;
    predict.hidden = isShown;
    predict.disabled = working !== undefined;
    runs.disabled = working !== undefined;
    filters.hidden = !isShown;
    outcomes.forEach((button, at) => {
      setAttributes(button, { 'aria-pressed': String(filter.outcome === (at === 0 ? 'right' : 'wrong')) });
    });
    const label = filter.predicted?.length === 1 ? String(filter.predicted[0]) : '';
    if (predicted.value !== label) predicted.value = label;
    const told = predictions?.accuracies.flatMap((accuracy, at) =>
      accuracy === null || !snapshot ? [] : [`${snapshot.opened.splits[at].split} ${shareText(accuracy)}`],
    );
    accuracies.textContent = told && told.length > 0 ? l10n.t('Predicted as labelled: {0}', told.join(' · ')) : '';
  };
  explorer.on(['data'], () => {
    working?.controller.abort();
    working = undefined;
    place.replaceChildren();
    chosen = '';
    updateClasses();
  });
  explorer.on(['data', 'runs'], updateRuns);
  explorer.on(['filter', 'predictions'], () => {
    if (explorer.predictions) {
      chosen = explorer.predictions.runFolder;
      if (runs.value !== chosen) runs.value = chosen;
    }
    update();
  });
  explorer.on(['progress'], () => {
    const { progress, snapshot } = explorer;
    if (!working || !progress || progress.of !== snapshot?.opened.dataset) return;
    working.place.update(progress.message, progress.fraction, progress.secondsLeft);
  });
  return element('div', { className: 'predictions' }, none, chooser, place, filters);
}
