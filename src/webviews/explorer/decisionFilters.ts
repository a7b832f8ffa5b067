// What reviewers decided about this data, as filters; and what can be done with the corrections file.
import * as l10n from '@vscode/l10n';
import type { CorrectionsState } from '../../shared/contracts/decisions';
import type { ImageFilter } from '../../shared/contracts/explorer';
import { button, plainButton } from '../shared/controls';
import { element, icon, setAttributes } from '../shared/dom';
import { countOf, countText, shareText } from '../../shared/numbers';
import type { Explorer } from './explorer';
import { toggled } from './filters';

type Decided = NonNullable<ImageFilter['decisions']>[number];

export const DECISION_WORDS: Record<Decided, { name: string; meaning: string; icon: string }> = {
  relabel: {
    name: l10n.t('Corrected'),
    meaning: l10n.t('A reviewer gave it another label than the given one.'),
    icon: 'check',
  },
  keep: { name: l10n.t('Kept'), meaning: l10n.t('A reviewer looked at it and kept the given label.'), icon: 'pass' },
  unsure: {
    name: l10n.t('Cannot tell'),
    meaning: l10n.t('A reviewer looked at it and could not tell.'),
    icon: 'question',
  },
  none: { name: l10n.t('Not reviewed'), meaning: l10n.t('Nobody has decided about it.'), icon: 'circle-outline' },
};

/** A row for each decision, with how many images have it. */
export function decisionFilters(explorer: Explorer): HTMLElement {
  const rows = (Object.keys(DECISION_WORDS) as Decided[]).map((decision) => {
    const words = DECISION_WORDS[decision];
    const number = element('span', { className: 'number' });
    const made = plainButton(
      {
        className: 'list-row',
        title: words.meaning,
        pressed: false,
        onClick: () => explorer.setFilter(toggled(explorer.filter, 'decisions', decision)),
      },
      icon(words.icon),
      element('span', { className: 'cut' }, words.name),
      element('span', { className: 'spring' }),
      number,
    );
    return { decision, number, made };
  });
  const said = element('ul', { className: 'decision-notes quiet' });
  const run = (command: 'showCorrectionsDiff' | 'exportCorrectedData' | 'whatCorrectionsChanged') => () =>
    void explorer.attempt('runCommand', { command, path: explorer.snapshot?.opened.location.path });
  const actions = element(
    'div',
    { className: 'decision-actions' },
    button({ label: l10n.t('Open file'), onClick: () => void explorer.attempt('openCorrections', null) }),
    button({
      label: l10n.t('Show changes'),
      title: l10n.t('Corrections as a diff of pictures'),
      onClick: () => void explorer.attempt('runCommand', { command: 'showCorrectionsDiff' }),
    }),
    button({ label: l10n.t('Export corrected data…'), onClick: run('exportCorrectedData') }),
  );
  const none = element(
    'p',
    { className: 'quiet' },
    l10n.t(
      'No label was corrected yet. Select images, then press R or “Relabel…”: decisions go to the corrections file, the data stays as it is.',
    ),
  );
  const decided = element('div', { className: 'decisions' }, ...rows.map(({ made }) => made), said, actions);

  const update = () => {
    const { corrections, filter, snapshot } = explorer;
    const counts = countsOf(corrections, snapshot?.opened.count ?? 0);
    const isAny = counts.relabel + counts.keep + counts.unsure > 0 || filter.decisions !== undefined;
    none.hidden = isAny || (corrections?.notFound ?? 0) > 0;
    decided.hidden = !none.hidden;
    for (const { decision, number, made } of rows) {
      number.textContent = countText(counts[decision]);
      setAttributes(made, { 'aria-pressed': String(filter.decisions?.includes(decision) ?? false) });
    }
    said.replaceChildren(...(corrections ? notesOf(corrections) : []).map((note) => element('li', {}, note)));
  };
  explorer.on(['data', 'corrections', 'filter'], update);
  update();
  return element('div', {}, none, decided);
}

function countsOf(state: CorrectionsState | undefined, total: number): Record<Decided, number> {
  const { relabelled = 0, kept = 0, unsure = 0 } = state ?? {};
  return { relabel: relabelled, keep: kept, unsure, none: Math.max(0, total - relabelled - kept - unsure) };
}

/** What else is to be known of the file, a line each. */
export function notesOf({ conflicts, notFound, agreements }: CorrectionsState): string[] {
  return [
    ...(conflicts > 0 ? [conflictsText(conflicts)] : []),
    ...(notFound > 0 ? [notFoundText(notFound)] : []),
    ...agreements.slice(0, 3).map(agreementText),
  ];
}

function conflictsText(images: number): string {
  return images === 1
    ? l10n.t('Reviewers give 1 image different labels; the newest counts.')
    : l10n.t('Reviewers give {0} images different labels; the newest counts.', countText(images));
}

function notFoundText(images: number): string {
  return images === 1
    ? l10n.t('1 decided image is not in this data.')
    : l10n.t('{0} decided images are not in this data.', countText(images));
}

function agreementText({ reviewers: [a, b], images, same, interval }: CorrectionsState['agreements'][number]): string {
  const [low, high] = interval;
  return l10n.t('{a} and {b} agree on {same} of {images} ({share}, 95%: {low} to {high}).', {
    a,
    b,
    same: countText(same),
    images: countOf(images, l10n.t('image'), l10n.t('images')),
    share: shareText(same / images),
    low: shareText(low),
    high: shareText(high),
  });
}
