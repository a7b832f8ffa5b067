// The images of what was clicked, beside or beneath the figures: the same grid as everywhere.
import * as l10n from '@vscode/l10n';
import { button } from '../shared/controls';
import { element, setAttributes } from '../shared/dom';
import { ImageGridPane } from '../shared/imageGridPane';
import { countOf } from '../../shared/numbers';
import { progressPlace } from '../shared/places';
import { Relabel } from '../shared/relabel';
import { selectionBar } from '../shared/selectionBar';
import { countTitle, titleOf } from './choice';
import { boundedShare, DOCK_SHARE } from './kept';
import type { EvaluationModel } from './model';

const STEP = 0.05;

/** From this width on the images are beside the figures, else beneath them. As in the style sheet. */
const WIDE = matchMedia('(min-width: 900px)');

export interface ImagesDock {
  element: HTMLElement;
  /** What was decided, or could not be saved; goes on top of the view. */
  notice: HTMLElement;
  relabel: Relabel;
  /** Corrections were changed elsewhere. */
  outdate: () => void;
}

export function imagesDock(model: EvaluationModel, keptRelabel: unknown): ImagesDock {
  const { kept, images } = model;
  const relabel: Relabel = new Relabel(
    images,
    {
      loaded: (image) => pane.grid.loaded(image),
      changed: () => pane.grid.refresh(),
      decided: (decisions) => {
        for (const { image, decision, newLabel } of decisions) {
          pane.grid.correct(image, decision === 'relabel' ? (newLabel ?? 255) : 255);
        }
        pane.detail.renew();
      },
      keep: model.keep,
    },
    keptRelabel,
  );
  const pane: ImageGridPane = new ImageGridPane({
    label: l10n.t('Images'),
    images,
    relabel,
    kept,
    keep: model.keep,
    empty: () => ({ text: emptyText(model) }),
    changed: () => {
      selection.update();
      showReviewAll();
    },
    review: (chosen) => void model.attempt('reviewImages', { dataset: images.dataset, images: chosen }),
  });
  const selection = selectionBar(() => pane, true);
  const reviewAll = button({
    label: l10n.t('Review these'),
    icon: 'checklist',
    title: l10n.t('Open all of these images in the review view'),
    onClick: () =>
      model.result && void model.attempt('reviewImages', { dataset: images.dataset, images: model.result }),
  });
  const close = button({
    label: l10n.t('Close the images'),
    icon: 'close',
    appearance: 'icon',
    onClick: () => model.choose(null),
  });
  const title = element('h2', { className: 'dock-title' });
  const count = element('span', { className: 'quiet', attributes: { role: 'status' } });
  const warning = element('p', { className: 'dock-warning', hidden: true });
  const reading = progressPlace(l10n.t('Reading the data'));
  const waiting = element('div', { className: 'dock-waiting' }, reading.element);
  const separator = element('div', {
    className: 'dock-edge',
    tabIndex: 0,
    attributes: { role: 'separator', 'aria-label': l10n.t('Room for the images') },
  });
  const whole = element(
    'section',
    { className: 'dock', hidden: true, attributes: { 'aria-label': l10n.t('Images') } },
    separator,
    element(
      'div',
      { className: 'dock-head' },
      element('div', { className: 'dock-names' }, title, count),
      element('div', { className: 'dock-actions' }, selection.element, reviewAll),
      close,
    ),
    warning,
    waiting,
    pane.element,
  );
  const setShare = (share: number) => {
    kept.dockShare = boundedShare(share);
    model.keep();
    showShare();
  };
  const showShare = () => {
    whole.style.setProperty('--dock', String(kept.dockShare));
    setAttributes(separator, {
      'aria-orientation': WIDE.matches ? 'vertical' : 'horizontal',
      'aria-valuenow': Math.round(kept.dockShare * 100),
      'aria-valuemin': 20,
      'aria-valuemax': 80,
    });
  };
  showShare();
  WIDE.addEventListener('change', showShare);
  watchEdge(separator, setShare, () => kept.dockShare);
  whole.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    model.choose(null);
  });

  // With a selection that can be reviewed instead: its own button stands beside.
  const showReviewAll = () => {
    reviewAll.hidden = !model.result?.length || pane.grid.selection.count > 0;
  };
  let shown: unknown;
  const update = () => {
    const { choice } = kept;
    const { data, dataProblem, result, comparing, queryProblem } = model;
    whole.hidden = !choice || dataProblem !== undefined;
    if (!choice || whole.hidden) return;
    title.textContent = title.title = titleOf(choice, model.nameOf, comparing?.result);
    const expected = model.countOfChoice;
    const number = result?.length ?? expected;
    count.textContent = number === null ? '' : countTitle(choice, number);
    const differs = result !== undefined && expected !== null && result.length !== expected;
    warning.hidden = !differs;
    warning.textContent = differs
      ? l10n.t(
          'The figures tell of {0}, the predictions kept are others: evaluate again.',
          countOf(expected, l10n.t('image'), l10n.t('images')),
        )
      : '';
    waiting.hidden = data !== undefined;
    pane.element.hidden = data === undefined;
    showReviewAll();
    if (queryProblem) pane.fail(queryProblem, () => void model.query());
    selection.update();
  };
  model.on(['choice', 'data', 'comparison', 'snapshot'], update);
  model.on(['data'], () => {
    if (!model.data) pane.forget();
    else relabel.opened();
  });
  model.on(['result'], () => {
    update();
    if (!model.result) return;
    const wasShown = shown !== undefined;
    const isSame = shown === kept.choice;
    shown = kept.choice;
    pane.show(model.result, isSame ? 'same place' : 'anew');
    // Another cell begins with its most confident image.
    if (wasShown && !isSame && model.result.length > 0) pane.grid.activate(0);
  });
  model.on(['progress'], () => {
    const { progress } = model;
    if (progress && !model.data) reading.update(progress.message, progress.fraction, progress.secondsLeft);
  });
  update();
  return { element: whole, notice: relabel.notice, relabel, outdate: () => pane.outdate() };
}

function emptyText(model: EvaluationModel): string {
  return model.data?.problem ?? l10n.t('There are no such images.');
}

/** The edge between figures and images is dragged, or moved by arrow keys. */
function watchEdge(edge: HTMLElement, set: (share: number) => void, get: () => number): void {
  edge.addEventListener('pointerdown', (event) => {
    edge.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  edge.addEventListener('pointermove', (event) => {
    if (edge.hasPointerCapture(event.pointerId)) {
      set(WIDE.matches ? 1 - event.clientX / innerWidth : 1 - event.clientY / innerHeight);
    }
  });
  edge.addEventListener('dblclick', () => set(DOCK_SHARE));
  edge.addEventListener('keydown', (event) => {
    const steps: Record<string, number> = { ArrowUp: STEP, ArrowLeft: STEP, ArrowDown: -STEP, ArrowRight: -STEP };
    if (!(event.key in steps)) return;
    set(get() + steps[event.key]);
    event.preventDefault();
    event.stopPropagation();
  });
}
