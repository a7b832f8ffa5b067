import * as l10n from '@vscode/l10n';
import { Chart } from '../shared/charts';
import { element } from '../shared/dom';
import { shareText } from '../../shared/numbers';
import { histogramSpec, reliabilitySpec } from './chartSpecs';
import type { EvaluationModel } from './model';
import { segments } from './segments';
import { scalingText } from './words';

/** Whether the model means what it says: reliability diagram, and how sure it is where it is right and wrong. */
export function calibrationPart(model: EvaluationModel): HTMLElement {
  const { kept } = model;
  const said = element('p', { className: 'said' });
  const place = element('div', { className: 'charts' });
  let charts: { reliability: Chart; histogram: Chart } | undefined;
  const shown = segments(
    l10n.t('What the bars show'),
    [
      ['share', l10n.t('Shares')],
      ['count', l10n.t('Counts')],
    ],
    (value) => {
      kept.histogram = value;
      model.keep();
      draw();
    },
  );
  const draw = () => {
    const { scores } = model;
    shown.show(kept.histogram);
    if (!scores) return;
    said.textContent = scores.temperatureScaling
      ? scalingText(scores.temperatureScaling, scores.ece)
      : `${l10n.t('The calibration error (ECE) is {0}.', shareText(scores.ece))} ${scalingText(null, scores.ece)}`;
    const { choice } = kept;
    const brush = {
      chosen: choice?.kind === 'confidence' ? ([choice.low, choice.high] as const) : null,
      onChoose: (range: readonly [number, number] | null) => chooseConfidence(model, range),
    };
    const specs = {
      reliability: reliabilitySpec(scores),
      histogram: histogramSpec(scores, kept.histogram, brush),
    };
    if (charts) {
      charts.reliability.update(specs.reliability);
      charts.histogram.update(specs.histogram);
      return;
    }
    const host = {
      saveFile: (request: { name: string; content: Uint8Array | string }) => model.call('saveFile', request),
    };
    charts = { reliability: new Chart(specs.reliability, host), histogram: new Chart(specs.histogram, host) };
    place.replaceChildren(
      charts.reliability.element,
      element('div', { className: 'chart-with-tools' }, charts.histogram.element, shown.element),
    );
  };
  model.on(['snapshot', 'choice'], draw);
  draw();
  return element('div', { className: 'calibration-part' }, said, place);
}

/** The images whose confidence lies in a range; null: no range any more. */
export function chooseConfidence(model: EvaluationModel, range: readonly [number, number] | null): void {
  if (!range) {
    if (model.kept.choice?.kind === 'confidence') model.choose(null);
    return;
  }
  const [low, high] = range.map((share) => Math.round(Math.max(0, share) * 1000) / 1000);
  // The upper end does not count, but a model may be quite sure.
  const above = high >= 1 ? 1.001 : high;
  if (above > low) model.choose({ kind: 'confidence', low, high: above, outcome: null });
}
