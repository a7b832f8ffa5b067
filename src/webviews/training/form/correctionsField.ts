// Whether a training uses the labels that reviewers corrected, and what becomes of the images they were unsure of.
import * as l10n from '@vscode/l10n';
import type { UnsureUse } from '../../../shared/contracts/corrections';
import type { CorrectionsFound } from '../../../shared/contracts/training';
import { button, checkbox, dropdown } from '../../shared/controls';
import { element } from '../../shared/dom';
import type { Context } from '../context';
import { notice } from '../notice';
import { describeCorrections } from './corrections';
import type { Draft } from './draft';

const UNSURE_CHOICES: { value: UnsureUse; label: string }[] = [
  { value: 'keep', label: l10n.t('learn from them, as given') },
  { value: 'half', label: l10n.t('learn from them with half the weight') },
  { value: 'leave-out', label: l10n.t('leave them out') },
];

export class CorrectionsField {
  readonly element: HTMLElement;
  private readonly use;
  private readonly unsure;
  private readonly facts = element('div', { className: 'quiet' });
  private readonly said = element('div');

  constructor(context: Context, draft: Draft['corrections'], onChange: (corrections: Draft['corrections']) => void) {
    const read = () => ({ use: this.use.checked, unsureUse: this.unsure.value as UnsureUse });
    this.use = checkbox({
      label: l10n.t('Use the corrected labels'),
      checked: draft.use,
      onChange: () => onChange(read()),
    });
    this.unsure = dropdown({
      label: l10n.t('Images a reviewer was unsure of'),
      value: draft.unsureUse,
      choices: UNSURE_CHOICES,
      onChange: () => onChange(read()),
    });
    const show = button({
      label: l10n.t('Show them'),
      icon: 'file-media',
      onClick: () => void context.extension.call('runCommand', { command: 'showCorrectionsDiff' }),
    });
    this.element = element(
      'div',
      {
        className: 'field corrections-field',
        hidden: true,
        attributes: { role: 'group', 'aria-label': l10n.t('Corrections') },
      },
      element('span', { className: 'field-label', attributes: { 'aria-hidden': 'true' } }, l10n.t('Corrections')),
      this.said,
      element('div', { className: 'actions' }, this.use, show),
      this.facts,
      this.unsure.element,
    );
  }

  /** Shows what was found for the data, and what the draft says. */
  update(found: CorrectionsFound | null, { use, unsureUse }: Draft['corrections']): void {
    this.element.hidden = found === null;
    if (!found) return;
    this.use.checked = use && found.problem === null;
    this.use.disabled = found.problem !== null;
    this.unsure.value = unsureUse;
    this.unsure.element.hidden = found.unsure === 0 || !this.use.checked;
    this.facts.textContent = found.problem === null ? describeCorrections(found) : '';
    const text = l10n.t('The corrections cannot be used: {0}', found.problem ?? '');
    if (found.problem === null) this.said.replaceChildren();
    else if (this.said.textContent !== text) this.said.replaceChildren(notice('warning', text));
  }
}
