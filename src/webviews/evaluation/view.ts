// The view's places: headline, comparison, matrix and pairs, classes, calibration; and beneath them the images.
import * as l10n from '@vscode/l10n';
import { element } from '../shared/dom';
import { calibrationPart } from './calibration';
import { classTable } from './classTable';
import { comparisonPart } from './comparison';
import { headline, notices } from './headline';
import { imagesDock, type ImagesDock } from './imagesDock';
import { insightsPart } from './insights';
import { matrixPart } from './matrix';
import type { EvaluationModel } from './model';
import { pairsPart } from './pairs';
import { unlabelledPart } from './unlabelled';

export function showView(model: EvaluationModel, main: HTMLElement, keptRelabel: unknown): ImagesDock {
  const { kept } = model;
  main.classList.add('evaluation');
  const dock = imagesDock(model, keptRelabel);
  const labelled = element(
    'div',
    {},
    element(
      'div',
      { className: 'matrix-and-pairs' },
      part(l10n.t('Confusion'), matrixPart(model)),
      element(
        'div',
        { className: 'side-parts' },
        part(l10n.t('Most confused'), pairsPart(model)),
        part(l10n.t('What the figures say'), insightsPart(model)),
      ),
    ),
    part(l10n.t('Classes'), classTable(model)),
    part(l10n.t('Calibration'), calibrationPart(model)),
  );
  const unlabelled = element(
    'div',
    {},
    part(l10n.t('What is predicted'), unlabelledPart(model)),
    part(l10n.t('What the figures say'), insightsPart(model)),
  );
  const figures = element(
    'div',
    { className: 'figures' },
    headline(model),
    notices(model),
    comparisonPart(model),
    labelled,
    unlabelled,
  );
  figures.addEventListener('scroll', () => {
    kept.scroll = figures.scrollTop;
    model.keep();
  });
  const showLabels = () => {
    labelled.hidden = model.scores === null;
    unlabelled.hidden = model.scores !== null;
  };
  model.on(['snapshot'], showLabels);
  showLabels();
  // Images that come take room: what was clicked stays in sight.
  model.on(['choice'], () => {
    const clicked = document.activeElement;
    if (kept.choice && clicked && figures.contains(clicked)) clicked.scrollIntoView({ block: 'nearest' });
  });
  main.replaceChildren(dock.notice, element('div', { className: 'split' }, figures, dock.element));
  const { scroll } = kept;
  figures.scrollTop = scroll;
  // A comparison that is made again takes its room only when it is there.
  model.on(['comparison'], () => {
    if (model.isRestoring && model.comparing?.result) figures.scrollTop = scroll;
  });

  // Not on the window: VS Code listens there.
  document.addEventListener('keydown', (event) => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || isTextField(event)) return;
    const isRedo = key === 'y' || (key === 'z' && event.shiftKey);
    if (!isRedo && key !== 'z') return;
    if (isRedo) dock.relabel.redo();
    else dock.relabel.undo();
    event.preventDefault();
    event.stopPropagation();
  });
  return dock;
}

function part(title: string, body: HTMLElement): HTMLElement {
  return element('section', { className: 'part', attributes: { 'aria-label': title } }, element('h2', {}, title), body);
}

function isTextField(event: Event): boolean {
  return event
    .composedPath()
    .some((target) => target instanceof HTMLElement && /^(input|textarea)$/i.test(target.tagName));
}
