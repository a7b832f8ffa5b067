// How far reviewers agree, and that their conflicts are in the queue again.
import type { CorrectionsState } from '../../shared/contracts/decisions';
import { element } from '../shared/dom';
import { countOf, countText, shareText } from '../../shared/numbers';
import { section } from '../shared/section';
import { DataTable } from '../shared/table';
import type { Review } from './review';
import { intervalText } from './words';

type Agreement = CorrectionsState['agreements'][number];

export function reviewersSection(review: Review): HTMLElement {
  const table = new DataTable<Agreement>({
    label: 'Agreement of reviewers',
    columns: [
      { id: 'a', title: 'Reviewer', text: ({ reviewers }) => reviewers[0] || 'somebody' },
      { id: 'b', title: 'and', text: ({ reviewers }) => reviewers[1] || 'somebody' },
      {
        id: 'images',
        title: 'Both judged',
        number: true,
        text: ({ images }) => countText(images),
        value: ({ images }) => images,
      },
      { id: 'same', title: 'Agree', number: true, text: ({ same }) => countText(same), value: ({ same }) => same },
      {
        id: 'share',
        title: 'Share (95%)',
        number: true,
        text: ({ same, images, interval }) => `${shareText(same / images)} (${intervalText(interval)})`,
        value: ({ same, images }) => same / images,
      },
    ],
    keyOf: ({ reviewers }) => JSON.stringify(reviewers),
    sort: { column: 'images', descending: true },
    onSort: () => undefined,
  });
  const conflicts = element('p', {});
  const whole = section(
    {
      title: 'Reviewers',
      open: review.kept.open.reviewers ?? false,
      toggled: (open) => {
        review.kept.open.reviewers = open;
        review.keep();
      },
    },
    element('div', { className: 'reviewers' }, conflicts, table.element),
  );
  const update = () => {
    const { corrections } = review;
    const agreements = corrections?.agreements ?? [];
    whole.hidden = agreements.length === 0;
    const count = corrections?.conflicts ?? 0;
    conflicts.textContent =
      count === 0
        ? 'No image is given different labels.'
        : `${countOf(count, 'image')} of this data ${count === 1 ? 'is' : 'are'} given different labels. Those of this queue come again, until one more decision settles them.`;
    table.update(agreements);
  };
  review.on(['data', 'corrections'], update);
  return whole;
}
