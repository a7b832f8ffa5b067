// The distribution of the classes in each split. Its bars are the buttons that filter by class and by split.
import * as l10n from '@vscode/l10n';
import { plainButton } from '../shared/controls';
import { element, setAttributes } from '../shared/dom';
import type { Explorer } from './explorer';
import { sameFilter, toggled, without, withPart } from './filters';
import { countText } from '../../shared/numbers';

interface Bar {
  button: HTMLButtonElement;
  all: HTMLElement;
  shown: HTMLElement;
  number: HTMLElement;
}

/** A table: a row for each class, a column for each split. */
export function classBars(explorer: Explorer): HTMLElement {
  const whole = element('div', { className: 'class-bars' });
  let bars: Bar[][] = [];
  let names: HTMLButtonElement[] = [];
  let heads: HTMLButtonElement[] = [];
  let labels: number[] = [];

  const build = () => {
    const { snapshot } = explorer;
    whole.replaceChildren();
    bars = [];
    if (!snapshot) return;
    const { classNames, splits } = snapshot.opened;
    const hasUnlabelled = splits.some(({ labelled }) => !labelled);
    labels = [...classNames.map((_, label) => label), ...(hasUnlabelled ? [-1] : [])];
    if (splits.every(({ labelled }) => !labelled)) labels = [-1];
    heads = splits.map(({ split, count }) => {
      const onClick = () => explorer.setFilter(toggled(explorer.filter, 'splits', split));
      const title = l10n.t('Show the images of “{0}” alone', split);
      return plainButton(
        { className: 'class-split', title, pressed: false, onClick },
        element('span', { className: 'cut' }, split),
        element('span', { className: 'quiet' }, countText(count)),
      );
    });
    const head = element('tr', {}, element('td'), ...heads.map((button) => element('th', { scope: 'col' }, button)));
    names = [];
    const rows = labels.map((label) => {
      const name = explorer.className(label);
      const onClick = () => explorer.setFilter(toggled(explorer.filter, 'classes', label));
      const button = plainButton({ className: 'class-name cut', title: name, pressed: false, onClick }, name);
      names.push(button);
      const row = splits.map(({ split }) => barOf(explorer, label, split));
      bars.push(row);
      const cells = row.map((bar) => element('td', {}, bar.button));
      return element('tr', {}, element('th', { scope: 'row' }, button), ...cells);
    });
    const table = element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows));
    table.style.setProperty('--splits', String(splits.length));
    whole.append(table);
  };

  const update = () => {
    const { snapshot, result, overview, filter } = explorer;
    if (!snapshot || bars.length === 0) return;
    const { splits, classNames } = snapshot.opened;
    const column = (label: number) => (label === -1 ? classNames.length : label);
    const shownOf = (split: number, label: number) => result?.classCounts[split]?.[column(label)] ?? 0;
    // Before the overview is there, an unfiltered answer has the same counts.
    const totalOf = (split: number, label: number) =>
      overview?.splits[split]?.classCounts[column(label)] ?? (explorer.isFiltered ? 0 : shownOf(split, label));
    splits.forEach(({ split }, at) => {
      const most = Math.max(1, ...labels.map((label) => Math.max(totalOf(at, label), shownOf(at, label))));
      setAttributes(heads[at], { 'aria-pressed': String(filter.splits?.includes(split) ?? false) });
      labels.forEach((label, row) => {
        const { button, all, shown, number } = bars[row][at];
        const [total, passing] = [totalOf(at, label), shownOf(at, label)];
        all.style.setProperty('--share', String(total / most));
        shown.style.setProperty('--share', String(passing / most));
        number.textContent = countText(passing);
        number.classList.toggle('quiet', passing === 0);
        setAttributes(button, {
          'aria-pressed': String(isChosen(explorer, label, split)),
          'aria-label': l10n.t('{name}, {split}: {passing} of {total} shown', {
            name: explorer.className(label),
            split,
            passing: countText(passing),
            total: countText(total),
          }),
        });
      });
    });
    names.forEach((button, row) => {
      setAttributes(button, { 'aria-pressed': String(filter.classes?.includes(labels[row]) ?? false) });
    });
  };

  explorer.on(['data'], build);
  explorer.on(['data', 'result', 'overview', 'filter'], update);
  return whole;
}

function barOf(explorer: Explorer, label: number, split: string): Bar {
  const all = element('span', { className: 'bar-all' });
  const shown = element('span', { className: 'bar-shown' });
  const number = element('span', { className: 'bar-number' });
  const onClick = () => {
    const chosen = isChosen(explorer, label, split);
    const rest = without(without(explorer.filter, 'classes'), 'splits');
    explorer.setFilter(chosen ? rest : withPart(withPart(rest, 'classes', [label]), 'splits', [split]));
  };
  const track = element('span', { className: 'bar-track' }, all, shown);
  return { button: plainButton({ className: 'bar', pressed: false, onClick }, track, number), all, shown, number };
}

/** Whether just this class of just this split is shown. */
function isChosen({ filter }: Explorer, label: number, split: string): boolean {
  const { classes, splits } = filter;
  return sameFilter({ classes, splits }, { classes: [label], splits: [split] });
}
