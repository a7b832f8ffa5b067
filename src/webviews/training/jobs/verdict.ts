// What the curves say: the verdict in a word, the figures it comes from, and the rule.
import * as l10n from '@vscode/l10n';
import { type Fit, judgeFit } from '../../../shared/fit';
import { element, icon } from '../../shared/dom';
import { writeVerdict } from '../words';

const ICONS: Record<Fit['verdict'], string> = {
  'too early to say': 'watch',
  'under-fitting': 'arrow-down',
  'good fit': 'pass',
  'over-fitting': 'arrow-up',
};

/** Fills it anew. */
export function fillVerdict(body: HTMLElement, ...judged: Parameters<typeof judgeFit>): void {
  const { verdict, reason, rule } = judgeFit(...judged);
  const key = `${verdict}${reason}`;
  if (body.dataset['shown'] === key) return;
  body.dataset['shown'] = key;
  body.replaceChildren(
    element('h4', { className: 'verdict-title' }, l10n.t('What the curves say')),
    element('p', { className: 'verdict-word' }, icon(ICONS[verdict]), element('strong', {}, writeVerdict(verdict))),
    element('p', {}, reason),
    element('p', { className: 'quiet' }, rule),
  );
}
