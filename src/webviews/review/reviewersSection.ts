// How far reviewers agree, and that their conflicts are in the queue again.
import * as l10n from '@vscode/l10n';
import type { CorrectionsState } from '../../shared/contracts/decisions';
import { element } from '../shared/dom';
import { countText, shareText } from '../../shared/numbers';
import { section } from '../shared/section';
import { DataTable } from '../shared/table';
import type { Review } from './review';
import { intervalText } from './words';

type Agreement = CorrectionsState['agreements'][number];

export function reviewersSection(review: Review): HTMLElement {
  const table = new DataTable<Agreement>({
    label: l10n.t('Agreement of reviewers'),
    columns: [
      { id: 'a', title: l10n.t('Reviewer'), text: ({ reviewers }) => reviewers[0] || l10n.t('somebody') },
      {
        id: 'b',
        title: l10n.t({ message: 'and', args: [], comment: ['over a column of names, after "Reviewer"'] }),
        text: ({ reviewers }) => reviewers[1] || l10n.t('somebody'),
      },
      {
        id: 'images',
        title: l10n.t('Both judged'),
        number: true,
        text: ({ images }) => countText(images),
        value: ({ images }) => images,
      },
      {
        id: 'same',
        title: l10n.t({ message: 'Agree', args: [], comment: ['over a column: how many images'] }),
        number: true,
        text: ({ same }) => countText(same),
        value: ({ same }) => same,
      },
      {
        id: 'share',
        title: l10n.t('Share (95%)'),
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
      title: l10n.t('Reviewers'),
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
        ? l10n.t('No image is given different labels.')
        : count === 1
          ? l10n.t(
              '1 image of this data is given different labels. Those of this queue come again, until one more decision settles them.',
            )
          : l10n.t(
              '{0} images of this data are given different labels. Those of this queue come again, until one more decision settles them.',
              countText(count),
            );
    table.update(agreements);
  };
  review.on(['data', 'corrections'], update);
  return whole;
}
