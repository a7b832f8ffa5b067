// Behind the last picture: what was done, and what can come of it.
import * as l10n from '@vscode/l10n';
import { scoreCheck } from '../../shared/reviewAdvice';
import { button } from '../shared/controls';
import { element, icon } from '../shared/dom';
import { countOf, countText } from '../../shared/numbers';
import type { Figures } from './figures';
import { isEmpty } from './filters';
import type { Review } from './review';
import { estimateText, intervalText, QUEUES } from './words';
import { NO_FILTER } from '../../shared/reviewOrder';

export interface EndPage {
  element: HTMLElement;
  update: (figures: Figures | undefined) => void;
}

export function endPage(review: Review): EndPage {
  const title = element('h2', { className: 'end-title', tabIndex: -1 });
  const list = element('ul', { className: 'end-facts' });
  const actions = element('div', { className: 'end-actions' });
  const whole = element('section', { className: 'end-page', attributes: { 'aria-label': l10n.t('End of the queue') } });
  whole.append(icon('pass'), element('div', {}, title, list, actions));
  let figures: Figures | undefined;
  let drawn = '';

  const update = () => {
    const { snapshot } = review;
    if (!snapshot || !figures || review.current) return;
    const { counts, left } = figures;
    const skipped = review.progress.skipped.length;
    const open = review.entries.filter((entry) => review.isOpen(entry)).length;
    const isFiltered = !isEmpty(review.kept.filter);
    const isDone = open === 0;
    title.textContent = isDone
      ? l10n.t('{0}: all are reviewed', QUEUES[snapshot.queue.score].title)
      : isFiltered
        ? l10n.t('No more pictures pass the filters')
        : l10n.t('The end of the queue');
    const facts = [
      l10n.t('{reviewed} of {total} reviewed: {relabelled} relabelled, {kept} kept, {unsure} unsure', {
        reviewed: countText(counts.reviewed),
        total: countText(counts.reviewed + counts.left),
        relabelled: countText(counts.relabelled),
        kept: countText(counts.kept),
        unsure: countText(counts.unsure),
      }),
    ];
    const { upheld } = counts;
    if (upheld.total > 0) {
      facts.push(
        l10n.t(
          '{0} of {1} flags upheld ({2} at 95% confidence)',
          countText(upheld.successes),
          countText(upheld.total),
          intervalText(upheld.interval),
        ),
      );
    }
    if (left && left.all.images > 0) {
      const images = countOf(left.all.images, l10n.t('image'), l10n.t('images'));
      facts.push(l10n.t('Wrong labels left, by estimate: {0} in {1}', estimateText(left.all), images));
    }
    const { check } = review.progress;
    if (check?.planted.length && check.planted.every(({ answer }) => answer !== null)) {
      const { successes, total, interval } = scoreCheck(check).accuracy;
      facts.push(
        l10n.t(
          'Reviewer check: right about {0} of {1} ({2} at 95% confidence); more of it below',
          countText(successes),
          countText(total),
          intervalText(interval),
        ),
      );
    }
    if (skipped > 0) facts.push(l10n.t('{0} skipped', countOf(skipped, l10n.t('picture'), l10n.t('pictures'))));
    list.replaceChildren(...facts.map((fact) => element('li', {}, fact)));
    const hasDecided = counts.reviewed > 0;
    // Drawn anew, a click that is under way would be lost, and the keyboard with it.
    const state = JSON.stringify([skipped, isFiltered, open > skipped, hasDecided]);
    if (state === drawn) return;
    drawn = state;
    const ways: HTMLElement[] = [];
    if (skipped > 0) {
      ways.push(
        button({
          label: l10n.t('Look at {0} again', countOf(skipped, l10n.t('skipped picture'), l10n.t('skipped pictures'))),
          appearance: 'primary',
          onClick: () => review.deciding.unskip(),
        }),
      );
    }
    if (isFiltered)
      ways.push(button({ label: l10n.t('Clear the filters'), onClick: () => review.setFilter(NO_FILTER) }));
    else if (open > skipped) {
      ways.push(button({ label: l10n.t('Back to the first that is open'), onClick: () => review.goToOpen() }));
    }
    if (hasDecided) {
      ways.push(
        button({
          label: l10n.t('Retrain with these corrections…'),
          appearance: skipped > 0 ? 'secondary' : 'primary',
          title: l10n.t('Opens the training view with the corrections filled in'),
          onClick: () => review.ask('trainWithCorrections'),
        }),
        button({
          label: l10n.t('Corrections as pictures'),
          title: l10n.t('Each changed label as its picture, with the old and the new label'),
          onClick: () => void review.images.attempt('runCommand', { command: 'showCorrectionsDiff' }),
        }),
      );
    }
    ways.push(button({ label: l10n.t('Another queue…'), onClick: () => review.ask('startAnother') }));
    actions.replaceChildren(...ways);
  };
  review.on(['entry', 'data', 'filter'], update);
  return {
    element: whole,
    update(now) {
      figures = now;
      update();
    },
  };
}
