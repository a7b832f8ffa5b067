// Behind the last picture: what was done, and what can come of it.
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
  const whole = element('section', { className: 'end-page', attributes: { 'aria-label': 'End of the queue' } });
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
      ? `${QUEUES[snapshot.queue.score].title}: all are reviewed`
      : isFiltered
        ? 'No more pictures pass the filters'
        : 'The end of the queue';
    const facts = [
      `${countText(counts.reviewed)} of ${countText(counts.reviewed + counts.left)} reviewed: ${countText(counts.relabelled)} relabelled, ${countText(counts.kept)} kept, ${countText(counts.unsure)} unsure`,
    ];
    const { upheld } = counts;
    if (upheld.total > 0) {
      facts.push(
        `${countText(upheld.successes)} of ${countText(upheld.total)} flags upheld (${intervalText(upheld.interval)} at 95% confidence)`,
      );
    }
    if (left && left.all.images > 0) {
      facts.push(`Wrong labels left, by estimate: ${estimateText(left.all)} in ${countOf(left.all.images, 'image')}`);
    }
    const { check } = review.progress;
    if (check?.planted.length && check.planted.every(({ answer }) => answer !== null)) {
      const { successes, total, interval } = scoreCheck(check).accuracy;
      facts.push(
        `Reviewer check: right about ${countText(successes)} of ${countText(total)} (${intervalText(interval)} at 95% confidence); more of it below`,
      );
    }
    if (skipped > 0) facts.push(`${countOf(skipped, 'picture')} skipped`);
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
          label: `Look at ${countOf(skipped, 'skipped picture')} again`,
          appearance: 'primary',
          onClick: () => review.deciding.unskip(),
        }),
      );
    }
    if (isFiltered) ways.push(button({ label: 'Clear the filters', onClick: () => review.setFilter(NO_FILTER) }));
    else if (open > skipped) {
      ways.push(button({ label: 'Back to the first that is open', onClick: () => review.goToOpen() }));
    }
    if (hasDecided) {
      ways.push(
        button({
          label: 'Retrain with these corrections…',
          appearance: skipped > 0 ? 'secondary' : 'primary',
          title: 'Opens the training view with the corrections filled in',
          onClick: () => review.ask('trainWithCorrections'),
        }),
        button({
          label: 'Corrections as pictures',
          title: 'Each changed label as its picture, with the old and the new label',
          onClick: () => void review.images.attempt('runCommand', { command: 'showCorrectionsDiff' }),
        }),
      );
    }
    ways.push(button({ label: 'Another queue…', onClick: () => review.ask('startAnother') }));
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
