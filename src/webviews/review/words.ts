// What the review view says. Pure functions.
import { languageTag } from '../../shared/language';
import type { CorrectionsState } from '../../shared/contracts/decisions';
import type { ErrorEstimate, ReviewQueue } from '../../shared/contracts/review';
import type { Interval } from '../../shared/statistics';
import { countOf, countText, shareText } from '../../shared/numbers';
import type { Figures } from './figures';

const UNSURE = 'Likely wrong labels are another queue: being unsure finds none.';

/** Which queue this is, and what it is not: the two are never one. */
export const QUEUES: Record<ReviewQueue['score'], { title: string; meaning: string }> = {
  'label-error': {
    title: 'Label suspects',
    meaning:
      'Images whose given label is likely wrong, by how they were learned. Images that the model is unsure of are another queue.',
  },
  margin: {
    title: 'Unsure predictions',
    meaning: `Images whose two most probable classes are nearly as probable. ${UNSURE}`,
  },
  entropy: {
    title: 'Unsure predictions',
    meaning: `Images whose probability is spread over many classes (entropy). ${UNSURE}`,
  },
  'least-confidence': {
    title: 'Unsure predictions',
    meaning: `Images whose most probable class is least probable. ${UNSURE}`,
  },
  disagreement: {
    title: 'Disagreements',
    meaning: 'Images that the model gives another class than their label, the most confident first.',
  },
  selection: { title: 'Selection', meaning: 'Images that were chosen in a grid.' },
};

/** Said on hovering over why an image is here. */
export const REASON_MEANING =
  'Margin: by how much the network held the given class more likely than the likeliest other one (difference of logits), ' +
  'on average over the epochs of training. Below 0 it never learned the label.';

/** `41.0 to 71.2%` */
export function intervalText([lower, upper]: Interval): string {
  return `${shareText(lower).slice(0, -1)} to ${shareText(upper)}`;
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
      text: `${countText(reviewed)} of ${countText(total)} reviewed`,
      title: `${countText(total - reviewed)} left in this queue`,
    },
  ];
  if (upheld.total > 0) {
    const text = `${countText(upheld.successes)} upheld, ${shareText(upheld.share)} (${intervalText(upheld.interval)})`;
    facts.push({
      id: 'upheld',
      text,
      title: `Of ${countOf(upheld.total, 'flag')} that you could judge, so many labels were wrong; at 95% confidence`,
    });
  }
  if (conflicts > 0) {
    const title = 'Reviewers contradict each other: these are in the queue again';
    facts.push({ id: 'conflicts', text: countOf(conflicts, 'conflict'), title });
  }
  if (left) {
    facts.push({
      id: 'left',
      text: `about ${countText(left.listed.expected)} wrong left`,
      title: leftTitle(left),
    });
  }
  if (next && next.images > 0) {
    facts.push({
      id: 'next',
      text: `of the next ${countText(next.images)}, expect ${estimateText(next)}`,
      title: 'Wrong labels to expect, from the training run and from your own answers; at 95% confidence',
    });
  }
  if (rate !== null) {
    facts.push({ id: 'rate', text: `${countText(rate)} a minute`, title: 'Pauses of over a minute do not count' });
  }
  return facts;
}

function leftTitle({ reviewed, listed, unlisted }: NonNullable<Figures['left']>): string {
  const missed = reviewed.expected >= 0.5 ? `; among the reviewed ones, by the check: ${estimateText(reviewed)}` : '';
  const here = `Wrong labels among those left in this queue: ${estimateText(listed)}${missed}`;
  if (unlisted.images === 0) return `${here}; at 95% confidence`;
  return `${here}; among the ${countText(unlisted.images)} images that are not listed: ${estimateText(unlisted)}; at 95% confidence`;
}

/** What is the matter with the corrections file; null: nothing. */
export function fileProblem(
  { isDirty, problem, torn }: Pick<CorrectionsState, 'isDirty' | 'problem' | 'torn'>,
  file: string,
): { kind: 'warning' | 'error'; text: string } | null {
  if (problem !== null) {
    const text = `${problem}. Until that is mended its decisions do not count, and none can be added.`;
    return { kind: 'error', text: text.replace('..', '.') };
  }
  if (isDirty) {
    const text = `${file} is open with changes that are not saved: save it, or decisions cannot be added.`;
    return { kind: 'warning', text };
  }
  if (torn > 0) {
    const lines = torn === 1 ? 'A line' : `${countText(torn)} lines`;
    return { kind: 'warning', text: `${lines} of ${file} ${torn === 1 ? 'breaks' : 'break'} off, and does not count.` };
  }
  return null;
}

/** In the reader's own time: `15:06`, with the day where it is another one. @param now when it is read */
export function timeText(iso: string, now: Date): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  const isToday = date.toDateString() === now.toDateString();
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return date.toLocaleString(
    languageTag(),
    isToday ? time : { year: 'numeric', month: 'short', day: 'numeric', ...time },
  );
}
