import * as l10n from '@vscode/l10n';
import { textField } from '../shared/controls';
import { element } from '../shared/dom';
import type { Explorer } from './explorer';
import { BOUNDS, rangeOf, withPart } from './filters';
import { figuresText, parseNumber } from '../../shared/numbers';

/** From and to, as numbers: a range for whoever does not drag over the chart. @param name of what is bounded */
export function rangeFields(explorer: Explorer, part: keyof typeof BOUNDS, name: string, unit = 1): HTMLElement {
  const [least, most] = BOUNDS[part];
  const take = () => {
    const [low, high] = [from, to].map(({ value }) => parseNumber(value));
    from.problem = low === undefined ? l10n.t('This is not a number.') : '';
    to.problem = high === undefined ? l10n.t('This is not a number.') : '';
    if (low === undefined || high === undefined) return;
    if (low !== null && high !== null && high < low) {
      to.problem = l10n.t('This is less than “from”.');
      return;
    }
    const range = rangeOf(part, low === null ? null : low / unit, high === null ? null : high / unit);
    explorer.setFilter(withPart(explorer.filter, part, range), part);
  };
  const from = textField({ label: l10n.t('{0} from', name), onInput: take });
  const to = textField({ label: l10n.t('below'), onInput: take });
  const text = (value: number) => figuresText(Math.round(value * unit * 100) / 100, 5);
  const update = () => {
    const [low, high] = explorer.filter[part] ?? [least, most];
    const shown: [typeof from, string][] = [
      [from, low <= least ? '' : text(low)],
      [to, high >= most ? '' : text(high)],
    ];
    for (const [field, value] of shown) {
      const typed = parseNumber(field.value);
      // What is just being typed stays as it is: `1.` is 1.
      if (typed === undefined || typed !== parseNumber(value)) {
        if (!field.element.contains(document.activeElement) || field.problem === '') field.value = value;
      }
      if (value !== '') field.problem = '';
    }
  };
  explorer.on(['data', 'filter'], update);
  update();
  return element('div', { className: 'range-fields' }, from.element, to.element);
}
