// The reviewer check: known flips among the queue, unmarked, and what came of them.
import * as l10n from '@vscode/l10n';
import { scoreCheck } from '../../shared/reviewAdvice';
import { button } from '../shared/controls';
import { element } from '../shared/dom';
import { countOf, countText, shareText } from '../../shared/numbers';
import { section } from '../shared/section';
import { endCheck, startCheck } from './checking';
import type { Review } from './review';
import { intervalText } from './words';

/** As many as tell something: with 20 answers an accuracy is known to about 16 points. */
const WANTED = 20;

export function checkSection(review: Review, back: () => void): HTMLElement {
  const body = element('div', { className: 'check' });
  const { kept } = review;
  const whole = section(
    {
      title: l10n.t('Reviewer check'),
      open: kept.open.check ?? false,
      toggled: (open) => {
        review.kept.open.check = open;
        review.keep();
        if (open) whole.scrollIntoView({ block: 'nearest' });
      },
    },
    body,
  );
  const start = (label: string) =>
    button({
      label,
      onClick: () => {
        const random = () => crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32;
        const planted = startCheck(review, WANTED, random);
        if (planted === 0) review.notify('info', l10n.t('There are too few pictures left for a check.'));
        else back();
      },
    });
  /** Its report is shown by itself, once, to whoever saw the check under way. */
  let isUnderWay = false;
  const update = () => {
    const { snapshot, progress } = review;
    if (!snapshot) return;
    const isPossible = snapshot.plantable.some((image) => image >= 0);
    whole.hidden = !isPossible && !progress.check;
    const { check } = progress;
    const planted = check?.planted ?? [];
    if (planted.length === 0) {
      body.replaceChildren(
        element(
          'p',
          {},
          l10n.t(
            'How often are you right? Up to {0} pictures whose label is surely known are mixed into the rest of this queue, unmarked and some of them with a wrong label. What you say about them is never written to the corrections file; at the end this view tells how many you found. While it runs, the figures above are renewed after every tenth decision.',
            WANTED,
          ),
        ),
        start(l10n.t('Start the check')),
      );
    } else if (planted.some(({ answer }) => answer === null)) {
      isUnderWay = true;
      body.replaceChildren(
        element(
          'p',
          {},
          l10n.t(
            'A check is under way: {0} stand unmarked among the others. The report comes when you have seen them all.',
            countOf(planted.length, l10n.t('picture'), l10n.t('pictures')),
          ),
        ),
        button({ label: l10n.t('End the check now'), onClick: () => endCheck(review) }),
      );
    } else {
      body.replaceChildren(report(review), ...(isPossible ? [start(l10n.t('Check again'))] : []));
      if (isUnderWay) whole.open = true;
      isUnderWay = false;
    }
  };
  review.on(['data', 'check'], update);
  return whole;
}

function report(review: Review): HTMLElement {
  const check = review.progress.check!;
  const { planted, hits, missed, falseCorrections, unsure, accuracy } = scoreCheck(check);
  const flips = check.planted.filter(({ trueLabel, shownLabel }) => trueLabel !== shownLabel).length;
  const nameOf = (label: number | null) => review.images.className(label);
  const facts = [
    flips === 1
      ? l10n.t('{0} of {1} wrong label found', countText(hits), countText(flips))
      : l10n.t('{0} of {1} wrong labels found', countText(hits), countText(flips)),
    l10n.t('{0} missed', countText(missed)),
    l10n.t(
      '{0}: a class that is not theirs',
      countOf(falseCorrections, l10n.t('false correction'), l10n.t('false corrections')),
    ),
    ...(unsure > 0 ? [l10n.t('{0} unsure, left out of the accuracy', countText(unsure))] : []),
  ];
  const wrong = check.planted.filter(({ answer, trueLabel, shownLabel }) => {
    if (!answer || answer.decision === 'unsure') return false;
    return (answer.decision === 'relabel' ? answer.newLabel : shownLabel) !== trueLabel;
  });
  const rows = wrong.map(({ shownLabel, trueLabel, answer }) => {
    const [shown, truth] = [nameOf(shownLabel), nameOf(trueLabel)];
    const said =
      answer!.decision === 'keep'
        ? l10n.t('shown as {0}: you kept that; it is {1}', shown, truth)
        : l10n.t('shown as {0}: you said {1}; it is {2}', shown, nameOf(answer!.newLabel), truth);
    return element('li', {}, said);
  });
  const right =
    accuracy.total === 0
      ? l10n.t('{0}: none that you could tell', countOf(planted, l10n.t('picture'), l10n.t('pictures')))
      : l10n.t(
          'You were right about {0} of {1}: {2} ({3} at 95% confidence)',
          countText(accuracy.successes),
          countText(accuracy.total),
          shareText(accuracy.share),
          intervalText(accuracy.interval),
        );
  return element(
    'div',
    { className: 'check-report', attributes: { role: 'status' } },
    element('p', {}, element('strong', {}, right)),
    element('ul', {}, ...facts.map((fact) => element('li', {}, fact))),
    ...(rows.length > 0 ? [element('p', {}, l10n.t('Where you were not:')), element('ul', {}, ...rows)] : []),
  );
}
