// What one wants to know first: how good it is, on what, and what can be done next.
import * as l10n from '@vscode/l10n';
import type { EvaluationSetting, NamedScores, PartAccuracy } from '../../shared/contracts/evaluation';
import { button } from '../shared/controls';
import { element, icon } from '../shared/dom';
import { timeText } from '../shared/decisionWords';
import { openMenu } from '../shared/menu';
import { countOf, countText, shareText } from '../../shared/numbers';
import { exportItems } from './exportMenu';
import type { EvaluationModel } from './model';
import { disputedText, rangeText, twinsText } from './words';

export function headline(model: EvaluationModel): HTMLElement {
  const title = element('h1', { className: 'headline-title' });
  const facts = element('p', { className: 'headline-facts quiet' });
  const figures = element('dl', { className: 'figures-row' });
  const parts = element('ul', { className: 'headline-parts' });
  const under = (from: HTMLElement) => {
    const { left, bottom } = from.getBoundingClientRect();
    return { x: left, y: bottom + 2 };
  };
  const compare = button({
    label: l10n.t('Compare…'),
    icon: 'git-compare',
    title: l10n.t('Compare with another run on the same data'),
    onClick: () => {
      const { evaluation } = model.snapshot;
      const others = model.runs.filter(({ folder }) => folder !== evaluation.runFolder);
      const items = others.map(({ folder, name }) => ({
        label: name,
        icon: 'graph-line',
        onClick: () => void model.compare({ runFolder: folder, otherIsFirst: true }),
      }));
      if (items.length > 0) openMenu(items, under(compare), l10n.t('Compare with'));
      else model.notify('info', l10n.t('There is no other run with a model yet: train one, then compare.'));
    },
  });
  const save = button({
    label: l10n.t('Export…'),
    icon: 'export',
    onClick: () => openMenu(exportItems(model), under(save), l10n.t('Export')),
  });
  const review = button({
    label: l10n.t('Review…'),
    icon: 'checklist',
    appearance: 'primary',
    title: l10n.t('Review the images that the model is unsure of or that may be labelled wrong'),
    onClick: () => void model.attempt('reviewImages', null),
  });
  const update = () => {
    const { evaluation, title: data, runName } = model.snapshot;
    const { scores } = model;
    title.textContent = evaluation.split === 'all' ? data : `${data}, ${evaluation.split}`;
    title.title = evaluation.dataPath;
    facts.textContent = factsOf(evaluation, runName).join(' · ');
    facts.title = `${evaluation.runFolder}\n${evaluation.dataPath}`;
    figures.replaceChildren(
      ...(scores ? figuresOf(scores) : [figure({ name: l10n.t('Images') }, countText(evaluation.count))]),
    );
    if (!scores) figures.append(figure({ name: l10n.t('Labels') }, l10n.t('none'), l10n.t('nothing to score against')));
    parts.replaceChildren(
      ...(scores ? [twinsText(scores), disputedText(scores, evaluation.correctionsFile)] : []).map((text) =>
        element('li', {}, text),
      ),
    );
    parts.hidden = !scores;
  };
  model.on(['snapshot'], update);
  update();
  return element(
    'header',
    { className: 'headline' },
    element(
      'div',
      { className: 'headline-top' },
      element('div', { className: 'headline-names' }, title, facts),
      element('div', { className: 'actions' }, review, compare, save),
    ),
    figures,
    parts,
  );
}

function factsOf(evaluation: EvaluationSetting, runName: string): string[] {
  const { count, engine, imagesPerSecond, flipAveraging, damaged, startedAt } = evaluation;
  const made = new Date(startedAt);
  return [
    l10n.t('run {0}', runName),
    countOf(count, l10n.t('image'), l10n.t('images')),
    ...(damaged.length > 0
      ? [l10n.t('{0} could not be read', countOf(damaged.length, l10n.t('picture'), l10n.t('pictures')))]
      : []),
    imagesPerSecond > 0
      ? l10n.t('{0} engine, {1} images/s', engine, countText(imagesPerSecond))
      : l10n.t('{0} engine', engine),
    ...(flipAveraging ? [l10n.t('averaged with mirror images')] : []),
    ...(Number.isNaN(made.getTime()) ? [] : [timeText(startedAt)]),
  ];
}

function figuresOf(scores: NamedScores): HTMLElement[] {
  const { accuracy, accuracyInterval, top2, macroF1, ece, labelledCount, withoutTwins, withoutDisputed } = scores;
  const part = (measure: Measure, of: PartAccuracy | null) => {
    if (!of || of.leftOut === 0 || of.count === 0) return [];
    const note = l10n.t('{0}, {1} left out', rangeText(of.accuracyInterval), countText(of.leftOut));
    return [figure(measure, shareText(of.accuracy), note)];
  };
  return [
    figure(MEASURES.accuracy, shareText(accuracy), rangeText(accuracyInterval), true),
    figure(MEASURES.top2, shareText(top2)),
    figure(MEASURES.macroF1, shareText(macroF1)),
    figure(MEASURES.ece, shareText(ece), l10n.t('calibration error')),
    figure({ name: l10n.t('Labelled images') }, countText(labelledCount)),
    ...part(MEASURES.withoutTwins, withoutTwins),
    ...part(MEASURES.withoutDisputed, withoutDisputed),
  ];
}

interface Measure {
  name: string;
  /** Said on hovering: what it means. */
  meaning?: string;
}

const MEASURES = {
  accuracy: {
    name: l10n.t('Accuracy'),
    meaning: l10n.t(
      'The share of the labelled images that are predicted as labelled. Below it the range in which it lies for all images of this kind, with 95% confidence.',
    ),
  },
  top2: {
    name: l10n.t('Top-2'),
    meaning: l10n.t('The share of images whose label is one of the two most probable classes.'),
  },
  macroF1: {
    name: l10n.t('Macro F1'),
    meaning: l10n.t(
      'Each class counts the same: the mean over the classes of F1, which is the harmonic mean of precision (how many predicted as the class are of it) and recall (how many of the class are found).',
    ),
  },
  ece: {
    name: l10n.t('ECE'),
    meaning: l10n.t(
      'Expected calibration error: how far the stated confidence is from the share that is right, on average. 0% is perfect.',
    ),
  },
  withoutTwins: {
    name: l10n.t('Without near-twins'),
    meaning: l10n.t('The accuracy without images that are nearly the same as one the model learned from.'),
  },
  withoutDisputed: {
    name: l10n.t('Without disputed labels'),
    meaning: l10n.t('The accuracy without images whose label a reviewer changed or was unsure of.'),
  },
} satisfies Record<string, Measure>;

function figure({ name, meaning = '' }: Measure, value: string, note = '', isFirst = false): HTMLElement {
  return element(
    'div',
    { className: isFirst ? 'figure figure-first' : 'figure', title: meaning },
    element('dt', {}, name),
    element('dd', { className: 'figure-value' }, value),
    element('dd', { className: 'figure-note quiet' }, note),
  );
}

/** Lines on top: what happened, what is the matter with the pictures. */
export function notices(model: EvaluationModel): HTMLElement {
  const whole = element('div', { className: 'notices', attributes: { role: 'status' } });
  const update = () => {
    const { notice, hasChanged, data, dataProblem } = model;
    const bars: HTMLElement[] = [];
    const again = () =>
      button({ label: l10n.t('Evaluate again'), onClick: () => void model.attempt('evaluateAgain', null) });
    const reload = () => button({ label: l10n.t('Look again'), onClick: () => void model.openData() });
    if (dataProblem) {
      bars.push(bar('warning', l10n.t('The images cannot be shown: {0}', dataProblem.message), reload()));
    } else if (data?.problem) {
      const stay = l10n.t('The figures stay; the images may not be those they tell of.');
      bars.push(bar('warning', `${data.problem} ${stay}`, again()));
    } else if (hasChanged) {
      bars.push(bar('warning', l10n.t('The data on the disk has changed since it was read.'), reload()));
    }
    if (notice) {
      const onClick = () => {
        model.notice = undefined;
        model.tell('notice');
      };
      bars.push(
        bar(notice.kind, notice.text, button({ label: l10n.t('Close'), icon: 'close', appearance: 'icon', onClick })),
      );
    }
    whole.replaceChildren(...bars);
  };
  model.on(['notice', 'data', 'snapshot'], update);
  return whole;
}

function bar(name: string, text: string, action: HTMLElement): HTMLElement {
  const said = element('div', { className: 'notice-text' }, text);
  return element('div', { className: `notice notice-${name}` }, icon(name), said, action);
}
