import * as l10n from '@vscode/l10n';
import { plainButton } from '../shared/controls';
import { element, setAttributes } from '../shared/dom';
import { countOf, countText, shareText } from '../../shared/numbers';
import type { EvaluationModel } from './model';

/** The list is for looking at: the rest is in the matrix, and in the CSV. */
const MOST_SHOWN = 100;

/** The confused pairs, most images first; each opens its images. */
export function pairsPart(model: EvaluationModel): HTMLElement {
  const list = element('ol', { className: 'pairs' });
  const rest = element('p', { className: 'quiet' });
  let buttons: { element: HTMLElement; actual: number; predicted: number }[] = [];
  const draw = () => {
    const pairs = model.scores?.confusedPairs ?? [];
    const shown = pairs.slice(0, MOST_SHOWN);
    const most = pairs[0]?.count ?? 1;
    buttons = shown.map(({ actual, predicted, actualName, predictedName, count, share }) => {
      const bar = element('span', { className: 'pair-bar' });
      bar.style.setProperty('--share', String(count / most));
      const button = plainButton(
        {
          className: 'pair',
          title: l10n.t('{images} of {actual} predicted as {predicted}, {share} of {actual}', {
            images: countOf(count, l10n.t('image'), l10n.t('images')),
            actual: actualName,
            predicted: predictedName,
            share: shareText(share),
          }),
          pressed: false,
          onClick: () => model.choose({ kind: 'cell', actual, predicted }),
        },
        element('span', { className: 'pair-names' }, `${actualName} → ${predictedName}`),
        element('span', { className: 'number' }, countText(count)),
        element('span', { className: 'number quiet' }, shareText(share)),
        bar,
      );
      return { element: button, actual, predicted };
    });
    list.replaceChildren(...buttons.map((button) => element('li', {}, button.element)));
    rest.textContent =
      pairs.length === 0
        ? l10n.t('Not one image is confused.')
        : pairs.length > MOST_SHOWN
          ? l10n.t(
              'and {0}: see the matrix, or export them',
              countOf(pairs.length - MOST_SHOWN, l10n.t('other pair'), l10n.t('other pairs')),
            )
          : '';
    rest.hidden = rest.textContent === '';
    showChoice();
  };
  const showChoice = () => {
    const { choice } = model.kept;
    for (const { element: button, actual, predicted } of buttons) {
      const isChosen = choice?.kind === 'cell' && choice.actual === actual && choice.predicted === predicted;
      setAttributes(button, { 'aria-pressed': String(isChosen) });
    }
  };
  model.on(['snapshot'], draw);
  model.on(['choice'], showChoice);
  draw();
  return element('div', { className: 'pairs-part' }, list, rest);
}
