// What the review view says. Pure functions.
import * as l10n from '@vscode/l10n';
import { clockText } from '../../shared/dates';
import type { CorrectionsState } from '../../shared/contracts/decisions';
import type { ErrorEstimate, ReviewQueue } from '../../shared/contracts/review';
import type { Interval } from '../../shared/statistics';
import { countOf, countText, decimalText, fromToText, shareText } from '../../shared/numbers';
import type { Figures } from './figures';

const UNSURE = l10n.t('Likely wrong labels are another queue: being unsure finds none.');

/** Which queue this is, and what it is not: the two are never one. */
export const QUEUES: Record<ReviewQueue['score'], { title: string; meaning: string }> = {
  'label-error': {
    title: l10n.t('Label suspects'),
    meaning: l10n.t(
      'Images whose given label is likely wrong, by how they were learned. Images that the model is unsure of are another queue.',
    ),
  },
  margin: {
    title: l10n.t('Unsure predictions'),
    meaning: `${l10n.t('Images whose two most probable classes are nearly as probable.')} ${UNSURE}`,
  },
  entropy: {
    title: l10n.t('Unsure predictions'),
    meaning: `${l10n.t('Images whose probability is spread over many classes (entropy).')} ${UNSURE}`,
  },
  'least-confidence': {
    title: l10n.t('Unsure predictions'),
    meaning: `${l10n.t('Images whose most probable class is least probable.')} ${UNSURE}`,
  },
  disagreement: {
    title: l10n.t('Disagreements'),
    meaning: l10n.t('Images that the model gives another class than their label, the most confident first.'),
  },
  selection: { title: l10n.t('Selection'), meaning: l10n.t('Images that were chosen in a grid.') },
};

/** Said on hovering over why an image is here. */
export const REASON_MEANING = l10n.t(
  'Margin: by how much the network held the given class more likely than the likeliest other one (difference of logits), ' +
    'on average over the epochs of training. Below 0 it never learned the label.',
);

/** `41.0 to 71.2%` */
export function intervalText([lower, upper]: Interval): string {
  return fromToText(decimalText(100 * lower, 1), shareText(upper));
}

/** `21 ± 6` */
export function estimateText({ expected, interval }: ErrorEstimate): string {
  return `${countText(expected)} ± ${countText(Math.ceil((interval[1] - interval[0]) / 2))}`;
}

export interface Fact {
  /** What it is about, for tests and the style. */
  id: 'reviewed' | 'upheld' | 'left' | 'next' | 'rate' | 'conflicts';
  text: string;
  title: string;
}

/** The progress line. */
export function progressFacts({ reviewed, total, counts, left, next, rate }: Figures): Fact[] {
  const { upheld, conflicts } = counts;
  const facts: Fact[] = [
    {
      id: 'reviewed',
      text: l10n.t('{0} of {1} reviewed', countText(reviewed), countText(total)),
      title: l10n.t('{0} left in this queue', countText(total - reviewed)),
    },
  ];
  if (upheld.total > 0) {
    facts.push({
      id: 'upheld',
      text: l10n.t(
        '{0} upheld, {1} ({2})',
        countText(upheld.successes),
        shareText(upheld.share),
        intervalText(upheld.interval),
      ),
      title: l10n.t(
        'Of {0} that you could judge, so many labels were wrong; at 95% confidence',
        countOf(upheld.total, l10n.t('flag'), l10n.t('flags')),
      ),
    });
  }
  if (conflicts > 0) {
    const title = l10n.t('Reviewers contradict each other: these are in the queue again');
    facts.push({ id: 'conflicts', text: countOf(conflicts, l10n.t('conflict'), l10n.t('conflicts')), title });
  }
  if (left) {
    facts.push({
      id: 'left',
      text: l10n.t('about {0} wrong left', countText(left.listed.expected)),
      title: leftTitle(left),
    });
  }
  if (next && next.images > 0) {
    facts.push({
      id: 'next',
      text: l10n.t('of the next {0}, expect {1}', countText(next.images), estimateText(next)),
      title: l10n.t('Wrong labels to expect, from the training run and from your own answers; at 95% confidence'),
    });
  }
  if (rate !== null) {
    facts.push({
      id: 'rate',
      text: l10n.t('{0} a minute', countText(rate)),
      title: l10n.t('Pauses of over a minute do not count'),
    });
  }
  return facts;
}

function leftTitle({ reviewed, listed, unlisted }: NonNullable<Figures['left']>): string {
  const parts = [l10n.t('Wrong labels among those left in this queue: {0}', estimateText(listed))];
  if (reviewed.expected >= 0.5) {
    parts.push(l10n.t('among the reviewed ones, by the check: {0}', estimateText(reviewed)));
  }
  if (unlisted.images > 0) {
    const [count, wrong] = [countText(unlisted.images), estimateText(unlisted)];
    parts.push(l10n.t('among the {0} images that are not listed: {1}', count, wrong));
  }
  return [...parts, l10n.t('at 95% confidence')].join('; ');
}

/** What is the matter with the corrections file; null: nothing. */
export function fileProblem(
  { isDirty, problem, torn }: Pick<CorrectionsState, 'isDirty' | 'problem' | 'torn'>,
  file: string,
): { kind: 'warning' | 'error'; text: string } | null {
  if (problem !== null) {
    const text = l10n.t('{0}. Until that is mended its decisions do not count, and none can be added.', problem);
    return { kind: 'error', text: text.replace('..', '.') };
  }
  if (isDirty) {
    const text = l10n.t('{0} is open with changes that are not saved: save it, or decisions cannot be added.', file);
    return { kind: 'warning', text };
  }
  if (torn > 0) {
    const text =
      torn === 1
        ? l10n.t('A line of {0} breaks off, and does not count.', file)
        : l10n.t('{0} lines of {1} break off, and do not count.', countText(torn), file);
    return { kind: 'warning', text };
  }
  return null;
}

/** In the reader's own time: `15:06`, with the day where it is another one. @param now when it is read */
export function timeText(iso: string, now: Date): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? '' : clockText(date, now);
}
