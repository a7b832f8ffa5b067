import { element } from '../shared/dom';
import type { EvaluationModel } from './model';

/** What the figures mean, in sentences, and what a person should know beside. */
export function insightsPart(model: EvaluationModel): HTMLElement {
  const insights = element('ul', { className: 'findings' });
  const notes = element('ul', { className: 'findings quiet' });
  const update = () => {
    const { evaluation } = model.snapshot;
    const lines = (texts: readonly string[]) => texts.map((text) => element('li', {}, text));
    insights.replaceChildren(...lines(evaluation.insights));
    notes.replaceChildren(
      ...lines([...evaluation.notes, ...evaluation.damaged.map(({ path, why }) => `${path}: ${why}`)]),
    );
    notes.hidden = notes.childElementCount === 0;
  };
  model.on(['snapshot'], update);
  update();
  return element('div', { className: 'insights-part' }, insights, notes);
}
