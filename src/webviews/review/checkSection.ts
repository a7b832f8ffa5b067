// The reviewer check: known flips among the queue, unmarked, and what came of them.
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
      title: 'Reviewer check',
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
        if (planted === 0) review.notify('info', 'There are too few pictures left for a check.');
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
          `How often are you right? Up to ${WANTED} pictures whose label is surely known are mixed into the rest of this queue, unmarked and some of them with a wrong label. What you say about them is never written to the corrections file; at the end this view tells how many you found. While it runs, the figures above are renewed after every tenth decision.`,
        ),
        start('Start the check'),
      );
    } else if (planted.some(({ answer }) => answer === null)) {
      isUnderWay = true;
      body.replaceChildren(
        element(
          'p',
          {},
          `A check is under way: ${countOf(planted.length, 'picture')} stand unmarked among the others. The report comes when you have seen them all.`,
        ),
        button({ label: 'End the check now', onClick: () => endCheck(review) }),
      );
    } else {
      body.replaceChildren(report(review), ...(isPossible ? [start('Check again')] : []));
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
    `${countText(hits)} of ${countOf(flips, 'wrong label')} found`,
    `${countText(missed)} missed`,
    `${countOf(falseCorrections, 'false correction')}: a class that is not theirs`,
    ...(unsure > 0 ? [`${countText(unsure)} unsure, left out of the accuracy`] : []),
  ];
  const wrong = check.planted.filter(({ answer, trueLabel, shownLabel }) => {
    if (!answer || answer.decision === 'unsure') return false;
    return (answer.decision === 'relabel' ? answer.newLabel : shownLabel) !== trueLabel;
  });
  const rows = wrong.map(({ shownLabel, trueLabel, answer }) => {
    const said = answer!.decision === 'keep' ? 'kept that' : `said ${nameOf(answer!.newLabel)}`;
    return element('li', {}, `shown as ${nameOf(shownLabel)}: you ${said}; it is ${nameOf(trueLabel)}`);
  });
  const right =
    accuracy.total === 0
      ? `${countOf(planted, 'picture')}: none that you could tell`
      : `You were right about ${countText(accuracy.successes)} of ${countText(accuracy.total)}: ${shareText(accuracy.share)} (${intervalText(accuracy.interval)} at 95% confidence)`;
  return element(
    'div',
    { className: 'check-report', attributes: { role: 'status' } },
    element('p', {}, element('strong', {}, right)),
    element('ul', {}, ...facts.map((fact) => element('li', {}, fact))),
    ...(rows.length > 0 ? [element('p', {}, 'Where you were not:'), element('ul', {}, ...rows)] : []),
  );
}
