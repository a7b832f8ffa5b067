// Which images of the queue are looked at: by class pair, score, split. The order stays.
import * as l10n from '@vscode/l10n';
import { classPairs, NO_FILTER } from '../../shared/reviewOrder';
import { button, dropdown, textField } from '../shared/controls';
import { element } from '../shared/dom';
import { countText, figuresText, parseNumber } from '../../shared/numbers';
import { isEmpty } from './filters';
import type { Review } from './review';

const ALL = '';
/** An open end: infinity is lost where the view's state is kept. */
const MOST = Number.MAX_VALUE;

export function filterRow(review: Review): HTMLElement {
  const change = (part: Partial<typeof NO_FILTER>) => review.setFilter({ ...review.kept.filter, ...part });
  const pair = dropdown({
    label: l10n.t('Class pair'),
    choices: [],
    value: ALL,
    onChange: (value) => {
      const [given, predicted] = value === ALL ? [] : (JSON.parse(value) as [number | null, number | null]);
      change({ pair: value === ALL ? null : { given: given ?? null, predicted: predicted ?? null } });
    },
  });
  const split = dropdown({
    label: l10n.t('Split'),
    choices: [],
    value: ALL,
    onChange: (value) => change({ split: value === ALL ? null : value }),
  });
  const typed = () => {
    const [low, high] = [from, to].map((field) => parseNumber(field.value));
    [from, to].forEach((field, at) => (field.problem = [low, high][at] === undefined ? l10n.t('not a number') : ''));
    if (low === undefined || high === undefined) return;
    if (low !== null && high !== null && low > high) to.problem = l10n.t('below the first');
    else change({ scores: low === null && high === null ? null : [low ?? -MOST, high ?? MOST] });
  };
  const from = textField({ label: l10n.t('Score from'), onInput: typed });
  const to = textField({ label: l10n.t({ message: 'to', args: [], comment: ['after "Score from"'] }), onInput: typed });
  const clear = button({
    label: l10n.t({ message: 'Clear', args: [], comment: ['the filters'] }),
    onClick: () => clearAll(),
  });
  const clearAll = () => {
    review.setFilter(NO_FILTER);
    fill();
  };
  const whole = element(
    'div',
    { className: 'filter-row', attributes: { role: 'group', 'aria-label': l10n.t('Filters') } },
    pair.element,
    from.element,
    to.element,
    split.element,
    clear,
  );
  const fill = () => {
    const { snapshot, kept } = review;
    if (!snapshot) return;
    const { images } = snapshot.queue;
    const name = (label: number | null) => review.images.className(label);
    // What a reviewer check planted is in no count: beside one, it would be told.
    const told = (count: number) => (review.progress.check ? '' : ` (${countText(count)})`);
    const pairs = classPairs(snapshot.queue).map(({ given, predicted, count }) => ({
      value: JSON.stringify([given, predicted]),
      label: `${name(given)} → ${predicted === null ? l10n.t('no prediction') : name(predicted)}${told(count)}`,
    }));
    const chosen = kept.filter.pair;
    pair.setChoices(
      [{ value: ALL, label: l10n.t('all') }, ...pairs],
      chosen ? JSON.stringify([chosen.given, chosen.predicted]) : ALL,
    );
    const splits = [...new Set(images.map((image) => image.split))];
    split.setChoices(
      [{ value: ALL, label: l10n.t('all') }, ...splits.map((value) => ({ value, label: value }))],
      kept.filter.split ?? ALL,
    );
    split.element.hidden = splits.length < 2;
    const scores = images.flatMap(({ score }) => score ?? []);
    from.element.hidden = to.element.hidden = scores.length === 0;
    from.placeholder = scores.length > 0 ? figuresText(Math.min(...scores), 3) : '';
    to.placeholder = scores.length > 0 ? figuresText(Math.max(...scores), 3) : '';
    const [low, high] = kept.filter.scores ?? [-MOST, MOST];
    from.value = low > -MOST ? String(low) : '';
    to.value = high < MOST ? String(high) : '';
  };
  review.on(['data', 'check'], fill);
  review.on(['data', 'filter'], () => {
    whole.hidden = !review.kept.filtersOpen;
    clear.disabled = isEmpty(review.kept.filter);
  });
  return whole;
}
