// "Review N and expect this accuracy on the rest."
import * as l10n from '@vscode/l10n';
import type { ReviewBudget } from '../../shared/contracts/review';
import { Chart } from '../shared/charts';
import type { ChartSpec } from '../shared/chartSpec';
import { element } from '../shared/dom';
import { countOf, countText, shareText } from '../../shared/numbers';
import { section } from '../shared/section';
import { DataTable } from '../shared/table';
import type { Review } from './review';
import { intervalText } from './words';

type ClassRow = ReviewBudget['perClass'][number];

export function budgetSection(review: Review): HTMLElement {
  const said = element('p', {});
  const chartPlace = element('div', { className: 'budget-chart' });
  const about = element('p', { className: 'quiet' });
  let chart: Chart | undefined;
  const table = new DataTable<ClassRow>({
    label: l10n.t('Review budget by class'),
    columns: [
      { id: 'class', title: l10n.t('Predicted class'), text: ({ label }) => review.images.className(label) },
      {
        id: 'count',
        title: l10n.t('Images'),
        number: true,
        text: ({ count }) => countText(count),
        value: ({ count }) => count,
      },
      {
        id: 'accuracy',
        title: l10n.t('Accuracy (95%)'),
        number: true,
        text: ({ accuracy, interval }) => `${shareText(accuracy)} (${intervalText(interval)})`,
        value: ({ accuracy }) => accuracy,
      },
      {
        id: 'toReview',
        title: l10n.t('To review'),
        number: true,
        text: ({ toReview }) => (toReview === null ? l10n.t('cannot be told') : countText(toReview)),
        value: ({ toReview }) => toReview ?? Infinity,
      },
    ],
    keyOf: ({ label }) => String(label),
    sort: { column: '', descending: false },
    onSort: () => undefined,
  });
  const show = () => {
    const budget = review.snapshot?.queue.budget;
    if (!budget) return;
    chart ??= new Chart(specOf(budget), { saveFile: (request) => review.extension.call('saveFile', request) });
    chart.update(specOf(budget));
    if (!chart.element.isConnected) chartPlace.replaceChildren(chart.element);
  };
  const whole = section(
    {
      title: l10n.t('Review budget'),
      open: review.kept.open.budget ?? false,
      toggled: (open) => {
        review.kept.open.budget = open;
        review.keep();
      },
      seen: show,
    },
    element('div', { className: 'budget' }, said, chartPlace, about, table.element),
  );
  review.on(['data'], () => {
    const budget = review.snapshot?.queue.budget;
    whole.hidden = !budget;
    if (!budget) return;
    said.textContent = budgetText(budget);
    about.textContent = l10n.t(
      'Learnt from {0}, the most doubtful predictions reviewed first. By class: how many to review so that {1} of the rest are right.',
      countOf(budget.validationCount, l10n.t('validation image'), l10n.t('validation images')),
      shareText(budget.target),
    );
    table.update(budget.perClass);
    if (chart) show();
  });
  return whole;
}

/** "Review 500 and expect 97.1% (96.8 to 97.4%) of the rest to be right; now 92.8%". */
export function budgetText({ points, target }: Pick<ReviewBudget, 'points' | 'target'>): string {
  const first = points.at(0);
  const enough = points.find(({ accuracy }) => accuracy >= target) ?? points.at(-1);
  if (!first || !enough) return '';
  const now = `${shareText(first.accuracy)} (${intervalText(first.interval)})`;
  if (enough === first) return l10n.t('Without review, {0} of the predictions are right.', now);
  const then = `${shareText(enough.accuracy)} (${intervalText(enough.interval)})`;
  return l10n.t(
    'Review {0} and expect {1} of the rest to be right; without review, {2} of the predictions are right.',
    countText(enough.reviewed),
    then,
    now,
  );
}

function specOf({ points }: ReviewBudget): ChartSpec {
  return {
    title: l10n.t('Accuracy of the rest, by images reviewed'),
    kind: 'line',
    x: { label: l10n.t('images reviewed'), whole: true, min: 0, format: countText },
    y: { label: l10n.t('accuracy of the rest'), format: shareText },
    series: [
      {
        name: l10n.t('expected accuracy'),
        color: 'blue',
        points: points.map(({ reviewed, accuracy, interval: [low, high] }) => ({
          x: reviewed,
          y: accuracy,
          low,
          high,
        })),
      },
    ],
  };
}
