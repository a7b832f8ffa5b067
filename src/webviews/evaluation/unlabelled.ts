// Of data without labels: what is predicted, and how sure the model is. The data itself tells, as no figure does.
import * as l10n from '@vscode/l10n';
import { Chart } from '../shared/charts';
import { plainButton } from '../shared/controls';
import { element } from '../shared/dom';
import { isCancelled } from '../shared/images';
import { countText, shareText } from '../../shared/numbers';
import { chooseConfidence } from './calibration';
import { confidenceSpec } from './chartSpecs';
import type { EvaluationModel } from './model';

const BINS = 20;

export function unlabelledPart(model: EvaluationModel): HTMLElement {
  const said = element('p', { className: 'quiet' });
  const list = element('ol', { className: 'pairs' });
  const place = element('div', { className: 'charts' });
  let chart: Chart | undefined;
  let counts: number[] = [];
  const spec = () => {
    const { choice } = model.kept;
    return confidenceSpec(counts, {
      chosen: choice?.kind === 'confidence' ? [choice.low, choice.high] : null,
      onChoose: (range) => chooseConfidence(model, range),
    });
  };
  const showClasses = (byClass: readonly number[]) => {
    const total = byClass.reduce((sum, count) => sum + count, 0) || 1;
    const most = Math.max(1, ...byClass);
    const order = byClass.map((count, label) => ({ count, label })).filter(({ count }) => count > 0);
    order.sort((a, b) => b.count - a.count);
    list.replaceChildren(
      ...order.map(({ count, label }) => {
        const bar = element('span', { className: 'pair-bar' });
        bar.style.setProperty('--share', String(count / most));
        const row = plainButton(
          {
            className: 'pair',
            pressed: false,
            onClick: () => model.choose({ kind: 'column', predicted: label, wrongOnly: false }),
          },
          element('span', { className: 'pair-names' }, model.nameOf(label)),
          element('span', { className: 'number' }, countText(count)),
          element('span', { className: 'number quiet' }, shareText(count / total)),
          bar,
        );
        return element('li', {}, row);
      }),
    );
  };
  const update = async () => {
    const { data, isOpening } = model;
    const isShown = model.scores === null;
    said.textContent = isOpening ? l10n.t('Counting what is predicted…') : '';
    if (!isShown || !data || data.problem !== null) {
      list.replaceChildren();
      place.replaceChildren();
      chart?.dispose();
      chart = undefined;
      if (isShown && !isOpening)
        said.textContent = l10n.t('What is predicted can be told when the images can be shown.');
      return;
    }
    try {
      const count = async (filter: object) => {
        const request = { dataset: data.opened.dataset, filter: { splits: data.splits, ...filter } };
        const { order } = await model.call('query', { ...request, sort: { by: 'index', descending: false } });
        return order.length;
      };
      const byClass: number[] = [];
      for (const label of model.classNames.keys()) byClass.push(await count({ predicted: [label] }));
      const bins: number[] = [];
      for (let bin = 0; bin < BINS; bin++) {
        bins.push(await count({ confidence: [bin / BINS, bin === BINS - 1 ? 1.001 : (bin + 1) / BINS] }));
      }
      if (data !== model.data) return;
      counts = bins;
      said.textContent = '';
      showClasses(byClass);
      chart ??= new Chart(spec(), { saveFile: (request) => model.call('saveFile', request) });
      chart.update(spec());
      place.replaceChildren(chart.element);
    } catch (error) {
      if (!isCancelled(error)) said.textContent = (error as Error).message;
    }
  };
  model.on(['data'], () => void update());
  model.on(['choice'], () => chart?.update(spec()));
  void update();
  return element(
    'div',
    { className: 'predicted-part' },
    element('div', { className: 'pairs-part' }, said, list),
    place,
  );
}
