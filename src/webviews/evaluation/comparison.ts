// Two runs on the same images: in words, in a table of four cells, by class, and the images that flipped.
import * as l10n from '@vscode/l10n';
import type { PredictionComparison } from '../../shared/contracts/comparison';
import { button, plainButton } from '../shared/controls';
import { element, icon, keyboardPlace, setAttributes } from '../shared/dom';
import { countText, shareText } from '../../shared/numbers';
import { problemBox, progressPlace } from '../shared/places';
import { DataTable, type TableColumn } from '../shared/table';
import { type Flip, FLIPS } from './choice';
import type { Comparing, EvaluationModel } from './model';
import { chanceText, pointsNumber, pointsRange, pointsText, rangeText } from './words';

export function comparisonPart(model: EvaluationModel): HTMLElement {
  const heading = element('h2', { tabIndex: -1 }, l10n.t('Comparison'));
  const tools = element('div', { className: 'actions' });
  const body = element('div', { className: 'comparison-body' });
  const whole = element(
    'section',
    { className: 'part comparison', attributes: { 'aria-label': l10n.t('Comparison of two runs') } },
    element('div', { className: 'part-head' }, heading, tools),
    body,
  );
  let shown: Comparing | undefined;
  let shownResult: PredictionComparison | undefined;
  let working: ReturnType<typeof progressPlace> | undefined;
  let showChoice: () => void = () => undefined;

  const draw = () => {
    const { comparing } = model;
    whole.hidden = !comparing;
    if (!comparing) {
      shown = shownResult = undefined;
      body.replaceChildren();
      tools.replaceChildren();
      return;
    }
    const isNew = comparing !== shown;
    shown = comparing;
    if (isNew || comparing.result !== shownResult) {
      const hadFocus = tools.contains(keyboardPlace()) || body.contains(keyboardPlace());
      tools.replaceChildren(...toolsOf(model, comparing));
      // What was clicked is made anew: the keyboard stays in this part.
      if (hadFocus) heading.focus();
    }
    if (comparing.problem) {
      body.replaceChildren(
        problemBox(comparing.problem, {
          retry: () => void model.compare(comparing.asked),
          showLog: () => void model.attempt('runCommand', { command: 'showLog' }),
        }),
      );
    } else if (!comparing.result) {
      if (isNew || !working) {
        working = progressPlace(l10n.t('Comparing the two runs'), () => comparing.cancel());
        body.replaceChildren(working.element);
      }
      const { progress } = comparing;
      if (progress) working.update(progress.message, progress.fraction, progress.secondsLeft);
    } else if (comparing.result !== shownResult) {
      const made = resultOf(model, comparing.result);
      showChoice = made.showChoice;
      body.replaceChildren(...made.elements);
      showChoice();
    }
    shownResult = comparing.result;
    if (isNew && !model.isRestoring) whole.scrollIntoView({ block: 'nearest' });
  };
  model.on(['comparison'], draw);
  model.on(['progress'], () => model.comparing && !model.comparing.result && draw());
  model.on(['choice'], () => showChoice());
  draw();
  return whole;
}

function toolsOf(model: EvaluationModel, { asked, result }: Comparing): HTMLElement[] {
  const swap = button({
    label: l10n.t('Turn around'),
    icon: 'arrow-swap',
    title: l10n.t('Take the other run as the one before'),
    onClick: () => void model.compare({ ...asked, otherIsFirst: !asked.otherIsFirst }),
  });
  const close = button({
    label: l10n.t('Close the comparison'),
    icon: 'close',
    appearance: 'icon',
    onClick: () => void model.compare(null),
  });
  return [...(result ? [swap] : []), close];
}

function resultOf(model: EvaluationModel, result: PredictionComparison) {
  const [first, second] = result.runs;
  const { difference, interval, findings } = result;
  const facts = element(
    'dl',
    { className: 'figures-row' },
    figure(l10n.t('Before: {0}', first.name), shareText(first.accuracy), rangeText(first.accuracyInterval)),
    figure(l10n.t('After: {0}', second.name), shareText(second.accuracy), rangeText(second.accuracyInterval)),
    figure(l10n.t('Difference'), pointsText(difference), pointsRange(interval)),
  );
  const sentences = element('ul', { className: 'findings' }, ...findings.map((text) => element('li', {}, text)));
  const flips = flipButtons(model, result);
  const table = changesTable(model, result);
  return {
    elements: [
      facts,
      sentences,
      element(
        'div',
        { className: 'comparison-columns' },
        element('div', {}, fourCells(result), element('p', { className: 'said' }, chanceText(result)), flips.element),
        table,
      ),
    ],
    showChoice: flips.showChoice,
  };
}

function figure(name: string, value: string, note: string): HTMLElement {
  return element(
    'div',
    { className: 'figure' },
    element('dt', {}, name),
    element('dd', { className: 'figure-value' }, value),
    element('dd', { className: 'figure-note quiet' }, note),
  );
}

/** Right and wrong, before and after. */
function fourCells({ bothRight, onlyFirst, onlySecond, bothWrong }: PredictionComparison): HTMLElement {
  const row = (head: string, ...counts: number[]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, head),
      ...counts.map((count) => element('td', { className: 'number' }, countText(count))),
    );
  const heads = [l10n.t('right after'), l10n.t('wrong after')].map((name) =>
    element('th', { scope: 'col', className: 'number' }, name),
  );
  const table = element(
    'table',
    { className: 'data-table four-cells' },
    element('thead', {}, element('tr', {}, element('td', {}), ...heads)),
    element(
      'tbody',
      {},
      row(l10n.t('right before'), bothRight, onlyFirst),
      row(l10n.t('wrong before'), onlySecond, bothWrong),
    ),
  );
  setAttributes(table, { 'aria-label': l10n.t('Images right and wrong with each run') });
  return table;
}

const FLIP_WORDS: Record<Flip, { text: (count: string) => string; icon: string }> = {
  fixed: { text: (count) => l10n.t('{0} fixed', count), icon: 'pass' },
  broken: { text: (count) => l10n.t('{0} broken', count), icon: 'error' },
  otherwiseWrong: { text: (count) => l10n.t('{0} wrong in another way', count), icon: 'question' },
};

/** The images that flipped, in each direction: each opens them. */
function flipButtons(model: EvaluationModel, result: PredictionComparison) {
  const buttons = FLIPS.map((flip) => {
    const { text, icon: picture } = FLIP_WORDS[flip];
    const made = plainButton(
      {
        className: `flip flip-${flip}`,
        pressed: false,
        onClick: () => model.choose({ kind: 'flip', flip }),
      },
      icon(picture),
      text(countText(result[flip].length)),
    );
    made.disabled = result[flip].length === 0;
    return made;
  });
  return {
    element: element(
      'div',
      { className: 'flips', attributes: { role: 'group', 'aria-label': l10n.t('Images that flipped') } },
      ...buttons,
    ),
    showChoice: () => {
      const { choice } = model.kept;
      FLIPS.forEach((flip, at) => {
        const isChosen = choice?.kind === 'flip' && choice.flip === flip;
        setAttributes(buttons[at], { 'aria-pressed': String(isChosen) });
      });
    },
  };
}

type ClassChange = PredictionComparison['perClass'][number];

function changesTable(model: EvaluationModel, { perClass, runs }: PredictionComparison): HTMLElement {
  const { kept } = model;
  const [first, second] = runs;
  const number = (id: string, title: string, value: (row: ClassChange) => number, text: (of: number) => string) => ({
    id,
    title,
    number: true,
    value,
    text: (row: ClassChange) => text(value(row)),
  });
  const columns: TableColumn<ClassChange>[] = [
    { id: 'name', title: l10n.t('Class'), text: ({ name }) => name },
    number('first', l10n.t('Before'), ({ first }) => first, shareText),
    number('second', l10n.t('After'), ({ second }) => second, shareText),
    {
      id: 'difference',
      title: l10n.t('Difference, points'),
      number: true,
      value: ({ difference }) => difference,
      text: ({ difference, interval }) => `${pointsNumber(difference)} (${pointsRange(interval)})`,
    },
    number('fixed', l10n.t('Fixed'), ({ fixed }) => fixed, countText),
    number('broken', l10n.t('Broken'), ({ broken }) => broken, countText),
    number('support', l10n.t('Images'), ({ support }) => support, countText),
  ];
  const table = new DataTable<ClassChange>({
    label: l10n.t('Share of each class recognised by {0} and by {1}', first.name, second.name),
    columns,
    keyOf: ({ label }) => String(label),
    sort: kept.changeSort,
    onSort: (sort) => {
      kept.changeSort = sort;
      model.keep();
    },
  });
  table.update(perClass);
  return table.element;
}
