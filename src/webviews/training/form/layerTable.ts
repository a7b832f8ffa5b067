// The layers of the chosen network, as they are, also while its file is being edited.
import * as l10n from '@vscode/l10n';
import type { RecipeDescription } from '../../../shared/contracts/training';
import { element } from '../../shared/dom';
import { notice } from '../notice';
import { countOf } from '../../../shared/numbers';
import { writeCount } from '../words';

/** @param body is filled anew @returns a few words for the head */
export function fillLayers(body: HTMLElement, { problem, layers, parameters }: RecipeDescription): string {
  const rows = layers.map(({ layer, shape, parameters, nested }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row', className: nested ? 'nested' : '' }, layer),
      element('td', {}, shape),
      element('td', { className: 'number' }, writeCount(parameters)),
    ),
  );
  const head = [l10n.t('layer'), l10n.t('output'), l10n.t('parameters')].map((title, index) =>
    element('th', { scope: 'col', className: index === 2 ? 'number' : '' }, title),
  );
  const total = element(
    'tr',
    { className: 'total' },
    element('th', { scope: 'row' }, l10n.t({ message: 'all', args: [], comment: ['the total of the layers'] })),
    element('td'),
    element('td', { className: 'number' }, writeCount(parameters)),
  );
  const table = element(
    'table',
    { className: 'data-table layer-table', attributes: { 'aria-label': l10n.t('Layers') } },
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows, ...(rows.length > 0 ? [total] : [])),
  );
  body.replaceChildren(...(problem === null ? [] : [notice('error', problem)]), ...(rows.length > 0 ? [table] : []));
  return problem === null
    ? l10n.t(
        '{0}, {1}',
        countOf(layers.length, l10n.t('layer'), l10n.t('layers')),
        countOf(parameters, l10n.t('parameter'), l10n.t('parameters')),
      )
    : l10n.t('cannot be trained as it is');
}
