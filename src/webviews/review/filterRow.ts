// Which images of the queue are looked at: by class pair, score, split. The order stays.
import { classPairs, NO_FILTER } from '../../shared/reviewOrder';
import { button, dropdown, textField } from '../shared/controls';
import { element } from '../shared/dom';
import { countText, parseNumber } from '../../shared/numbers';
import { isEmpty } from './filters';
import type { Review } from './review';

const ALL = '';
/** An open end: infinity is lost where the view's state is kept. */
const MOST = Number.MAX_VALUE;

export function filterRow(review: Review): HTMLElement {
  const change = (part: Partial<typeof NO_FILTER>) => review.setFilter({ ...review.kept.filter, ...part });
  const pair = dropdown({
    label: 'Class pair',
    choices: [],
    value: ALL,
    onChange: (value) => {
      const [given, predicted] = value === ALL ? [] : (JSON.parse(value) as [number | null, number | null]);
      change({ pair: value === ALL ? null : { given: given ?? null, predicted: predicted ?? null } });
    },
  });
  const split = dropdown({
    label: 'Split',
    choices: [],
    value: ALL,
    onChange: (value) => change({ split: value === ALL ? null : value }),
  });
  const typed = () => {
    const [low, high] = [from, to].map((field) => parseNumber(field.value));
    [from, to].forEach((field, at) => (field.problem = [low, high][at] === undefined ? 'not a number' : ''));
    if (low === undefined || high === undefined) return;
    if (low !== null && high !== null && low > high) to.problem = 'below the first';
    else change({ scores: low === null && high === null ? null : [low ?? -MOST, high ?? MOST] });
  };
  const from = textField({ label: 'Score from', onInput: typed });
  const to = textField({ label: 'to', onInput: typed });
  const clear = button({ label: 'Clear', onClick: () => clearAll() });
  const clearAll = () => {
    review.setFilter(NO_FILTER);
    fill();
  };
  const whole = element(
    'div',
    { className: 'filter-row', attributes: { role: 'group', 'aria-label': 'Filters' } },
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
      label: `${name(given)} → ${predicted === null ? 'no prediction' : name(predicted)}${told(count)}`,
    }));
    const chosen = kept.filter.pair;
    pair.setChoices(
      [{ value: ALL, label: 'all' }, ...pairs],
      chosen ? JSON.stringify([chosen.given, chosen.predicted]) : ALL,
    );
    const splits = [...new Set(images.map((image) => image.split))];
    split.setChoices(
      [{ value: ALL, label: 'all' }, ...splits.map((value) => ({ value, label: value }))],
      kept.filter.split ?? ALL,
    );
    split.element.hidden = splits.length < 2;
    const scores = images.flatMap(({ score }) => score ?? []);
    from.element.hidden = to.element.hidden = scores.length === 0;
    const text = (value: number) => String(Number(value.toPrecision(3)));
    from.placeholder = scores.length > 0 ? text(Math.min(...scores)) : '';
    to.placeholder = scores.length > 0 ? text(Math.max(...scores)) : '';
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
