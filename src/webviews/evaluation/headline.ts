// What one wants to know first: how good it is, on what, and what can be done next.
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
    label: 'Compare…',
    icon: 'git-compare',
    title: 'Compare with another run on the same data',
    onClick: () => {
      const { evaluation } = model.snapshot;
      const others = model.runs.filter(({ folder }) => folder !== evaluation.runFolder);
      const items = others.map(({ folder, name }) => ({
        label: name,
        icon: 'graph-line',
        onClick: () => void model.compare({ runFolder: folder, otherIsFirst: true }),
      }));
      if (items.length > 0) openMenu(items, under(compare), 'Compare with');
      else model.notify('info', 'There is no other run with a model yet: train one, then compare.');
    },
  });
  const save = button({
    label: 'Export…',
    icon: 'export',
    onClick: () => openMenu(exportItems(model), under(save), 'Export'),
  });
  const review = button({
    label: 'Review…',
    icon: 'checklist',
    appearance: 'primary',
    title: 'Review the images that the model is unsure of or that may be labelled wrong',
    onClick: () => void model.attempt('reviewImages', null),
  });
  const update = () => {
    const { evaluation, title: data, runName } = model.snapshot;
    const { scores } = model;
    title.textContent = evaluation.split === 'all' ? data : `${data}, ${evaluation.split}`;
    title.title = evaluation.dataPath;
    facts.textContent = factsOf(evaluation, runName).join(' · ');
    facts.title = `${evaluation.runFolder}\n${evaluation.dataPath}`;
    figures.replaceChildren(...(scores ? figuresOf(scores) : [figure('Images', countText(evaluation.count))]));
    figures.append(...(scores ? [] : [figure('Labels', 'none', 'nothing to score against')]));
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
  const speed = imagesPerSecond > 0 ? `, ${countText(imagesPerSecond)} images/s` : '';
  const made = new Date(startedAt);
  return [
    `run ${runName}`,
    countOf(count, 'image'),
    ...(damaged.length > 0 ? [`${countOf(damaged.length, 'picture')} could not be read`] : []),
    `${engine} engine${speed}`,
    ...(flipAveraging ? ['averaged with mirror images'] : []),
    ...(Number.isNaN(made.getTime()) ? [] : [timeText(startedAt)]),
  ];
}

function figuresOf(scores: NamedScores): HTMLElement[] {
  const { accuracy, accuracyInterval, top2, macroF1, ece, labelledCount, withoutTwins, withoutDisputed } = scores;
  const part = (name: string, of: PartAccuracy | null) =>
    of && of.leftOut > 0 && of.count > 0
      ? [figure(name, shareText(of.accuracy), `${rangeText(of.accuracyInterval)}, ${countText(of.leftOut)} left out`)]
      : [];
  return [
    figure('Accuracy', shareText(accuracy), rangeText(accuracyInterval), true),
    figure('Top-2', shareText(top2)),
    figure('Macro F1', shareText(macroF1)),
    figure('ECE', shareText(ece), 'calibration error'),
    figure('Labelled images', countText(labelledCount)),
    ...part('Without near-twins', withoutTwins),
    ...part('Without disputed labels', withoutDisputed),
  ];
}

/** Said on hovering: what the measures mean. */
const MEANINGS: Readonly<Record<string, string>> = {
  Accuracy:
    'The share of the labelled images that are predicted as labelled. Below it the range in which it lies for all images of this kind, with 95% confidence.',
  'Top-2': 'The share of images whose label is one of the two most probable classes.',
  'Macro F1':
    'Each class counts the same: the mean over the classes of F1, which is the harmonic mean of precision (how many predicted as the class are of it) and recall (how many of the class are found).',
  ECE: 'Expected calibration error: how far the stated confidence is from the share that is right, on average. 0% is perfect.',
  'Without near-twins': 'The accuracy without images that are nearly the same as one the model learned from.',
  'Without disputed labels': 'The accuracy without images whose label a reviewer changed or was unsure of.',
};

function figure(name: string, value: string, note = '', isFirst = false): HTMLElement {
  return element(
    'div',
    { className: isFirst ? 'figure figure-first' : 'figure', title: MEANINGS[name] ?? '' },
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
    const again = () => button({ label: 'Evaluate again', onClick: () => void model.attempt('evaluateAgain', null) });
    const reload = () => button({ label: 'Look again', onClick: () => void model.openData() });
    if (dataProblem) {
      bars.push(bar('warning', `The images cannot be shown: ${dataProblem.message}`, reload()));
    } else if (data?.problem) {
      bars.push(bar('warning', `${data.problem} The figures stay; the images may not be those they tell of.`, again()));
    } else if (hasChanged) {
      bars.push(bar('warning', 'The data on the disk has changed since it was read.', reload()));
    }
    if (notice) {
      const onClick = () => {
        model.notice = undefined;
        model.tell('notice');
      };
      bars.push(bar(notice.kind, notice.text, button({ label: 'Close', icon: 'close', appearance: 'icon', onClick })));
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
