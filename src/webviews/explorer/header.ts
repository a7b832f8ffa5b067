import * as l10n from '@vscode/l10n';
import type { ImageSort } from '../../shared/contracts/explorer';
import { button, dropdown, plainButton } from '../shared/controls';
import { element, setAttributes } from '../shared/dom';
import type { GridSize } from '../shared/gridLayout';
import type { Explorer } from './explorer';
import { SORTS } from './keptState';
import { countText } from '../../shared/numbers';

const SORT_WORDS: Record<ImageSort['by'], string> = {
  index: l10n.t('Index'),
  mean: l10n.t('Mean intensity'),
  deviation: l10n.t('Standard deviation'),
  classDistance: l10n.t('Distance to class mean'),
  confidence: l10n.t('Confidence'),
  margin: l10n.t('Margin'),
};

const SIZE_WORDS: readonly [GridSize, string][] = [
  [28, l10n.t('Small pictures')],
  [56, l10n.t('Medium pictures')],
  [84, l10n.t('Large pictures')],
];

/** Title, counts, what to do with the data, and how the grid shows it. */
export function header(explorer: Explorer, setSize: (size: GridSize) => void): HTMLElement {
  const { kept } = explorer;
  const title = element('h1', { className: 'cut' });
  const counts = element('span', { className: 'quiet' });
  const path = () => explorer.snapshot?.opened.location.path;
  const run = (command: 'train' | 'evaluateModel') => () =>
    void explorer.attempt('runCommand', { command, path: path() });
  const train = button({ label: l10n.t('Train…'), icon: 'play', appearance: 'primary', onClick: run('train') });
  const evaluate = button({ label: l10n.t('Evaluate…'), onClick: run('evaluateModel') });

  const sizes = SIZE_WORDS.map(([size, name]) => {
    const onClick = () => {
      kept.size = size;
      explorer.keep();
      setSize(size);
      update();
    };
    const square = element('span', { className: `size-square size-${size}` });
    return plainButton({ className: 'size', label: name, title: name, pressed: false, onClick }, square);
  });
  const sort = dropdown({
    label: l10n.t('Sort by'),
    choices: [],
    value: kept.sort.by,
    onChange: (by) => explorer.setSort({ ...kept.sort, by: by as ImageSort['by'] }),
  });
  const direction = element('span', { className: 'sort-direction' });
  const turn = () => explorer.setSort({ ...kept.sort, descending: !kept.sort.descending });

  let choices = '';
  let shownDescending: boolean | undefined;
  const update = () => {
    const { snapshot, opening, predictions } = explorer;
    title.textContent = snapshot?.title ?? opening?.title ?? l10n.t('Dataset explorer');
    title.title = path() ?? '';
    counts.textContent =
      snapshot?.opened.splits.map(({ split, count }) => `${split} ${countText(count)}`).join(' · ') ?? '';
    train.disabled = evaluate.disabled = !snapshot;
    SIZE_WORDS.forEach(([size], at) => setAttributes(sizes[at], { 'aria-pressed': String(kept.size === size) }));
    const offered = SORTS.filter((by) => predictions !== null || (by !== 'confidence' && by !== 'margin'));
    if (choices !== offered.join() || sort.value !== kept.sort.by) {
      choices = offered.join();
      sort.setChoices(
        offered.map((by) => ({ value: by, label: SORT_WORDS[by] })),
        kept.sort.by,
      );
    }
    const { descending } = kept.sort;
    if (descending === shownDescending) return;
    shownDescending = descending;
    direction.replaceChildren(
      button({
        label: descending ? l10n.t('Descending: sort ascending') : l10n.t('Ascending: sort descending'),
        icon: descending ? 'arrow-down' : 'arrow-up',
        appearance: 'icon',
        onClick: () => {
          turn();
          (direction.firstElementChild as HTMLElement | null)?.focus();
        },
      }),
    );
  };
  explorer.on(['data', 'filter', 'predictions'], update);
  update();
  return element(
    'header',
    { className: 'header' },
    element('div', { className: 'header-title' }, title, counts),
    element('div', { className: 'header-actions' }, train, evaluate),
    element('span', { className: 'spring' }),
    element(
      'div',
      { className: 'sizes', attributes: { role: 'group', 'aria-label': l10n.t('Size of the pictures') } },
      ...sizes,
    ),
    element('div', { className: 'sorting' }, sort.element, direction),
  );
}
