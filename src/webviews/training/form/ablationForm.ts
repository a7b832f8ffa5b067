// The small form that measures what each part of a network contributes.
import * as l10n from '@vscode/l10n';
import type { AblationPart } from '../../../shared/contracts/ablation';
import type { AblationForm, TrainingForm } from '../../../shared/contracts/training';
import { button, checkbox, textField } from '../../shared/controls';
import { element } from '../../shared/dom';
import { type Context, messageOf } from '../context';
import { notice } from '../notice';
import { writeRoughDuration } from '../words';
import { type AblationNumbers, checkAblation } from './ablationDraft';
import { ablationSeconds } from './estimate';

export class AblationFields {
  readonly element: HTMLElement;
  private readonly parts = element('div', {
    className: 'part-list',
    attributes: { role: 'group', 'aria-label': l10n.t('Parts to leave out, one at a time') },
  });
  private readonly estimate = element('span', { className: 'quiet' });
  private readonly said = element('div');
  private readonly fields;
  private readonly begin;
  /** The recipe that is chosen, and the one whose parts are listed. */
  private chosen = '';
  private recipe: string | undefined;
  private all: AblationPart[] = [];
  private form: TrainingForm | null = null;
  private imagesPerSecond: number | null = null;

  constructor(
    private readonly context: Context,
    private readonly actions: { onStart: (form: AblationForm) => Promise<void>; onClose: () => void },
  ) {
    const { kept, keep } = context;
    const field = (name: 'seeds' | 'images' | 'epochs', label: string, hint: string) =>
      textField({
        label,
        hint,
        value: kept.ablation[name],
        onInput: (text) => {
          kept.ablation = { ...kept.ablation, [name]: text };
          keep();
          this.show();
        },
      });
    this.fields = {
      seeds: field('seeds', l10n.t('Seeds'), l10n.t('At least 3: the interval comes from them')),
      images: field('images', l10n.t('Images'), l10n.t('Drawn by class, the same for each part')),
      epochs: field('epochs', l10n.t('Epochs'), l10n.t('Of each training')),
    };
    this.begin = button({ label: l10n.t('Start measuring'), icon: 'beaker', onClick: () => void this.start() });
    this.element = element(
      'div',
      {
        className: 'ablation-form',
        hidden: true,
        attributes: { role: 'group', 'aria-label': l10n.t('Measure what each layer contributes') },
      },
      element('h3', {}, l10n.t('What each layer contributes')),
      element(
        'p',
        { className: 'quiet' },
        l10n.t(
          'Trains the network with one part left out at a time, shortly and with the same seeds, and compares it with the whole one.',
        ),
      ),
      this.parts,
      element('div', { className: 'field-row' }, ...Object.values(this.fields).map(({ element }) => element)),
      element(
        'div',
        { className: 'actions' },
        this.begin,
        button({ label: l10n.t('Close'), onClick: actions.onClose }),
        this.estimate,
      ),
      this.said,
    );
  }

  open(focus: boolean): void {
    this.recipe = undefined;
    this.element.hidden = false;
    this.element.scrollIntoView({ block: 'nearest' });
    void this.loadParts();
    if (focus) this.begin.focus();
  }

  /** What the form above says now. @param imagesPerSecond null: not measured yet */
  update(recipe: string, form: TrainingForm | null, imagesPerSecond: number | null): void {
    this.chosen = recipe;
    this.form = form;
    this.imagesPerSecond = imagesPerSecond;
    if (!this.element.hidden) void this.loadParts();
    this.show();
  }

  private async loadParts(): Promise<void> {
    const recipe = this.chosen;
    if (recipe === '' || recipe === this.recipe) return;
    this.recipe = recipe;
    try {
      const parts = await this.context.extension.call('listAblationParts', recipe);
      if (this.recipe !== recipe) return;
      this.all = parts.filter(({ id }) => id !== 'whole');
      this.said.replaceChildren();
    } catch (error) {
      this.all = [];
      this.said.replaceChildren(notice('error', messageOf(error)));
    }
    const { kept, keep } = this.context;
    this.parts.replaceChildren(
      ...this.all.map(({ id, name, instead }) => {
        const box = checkbox({
          label: name,
          checked: !kept.ablation.without.includes(id),
          onChange: (isChecked) => {
            const without = kept.ablation.without.filter((one) => one !== id);
            kept.ablation = { ...kept.ablation, without: isChecked ? without : [...without, id] };
            keep();
            this.show();
          },
        });
        if (instead !== '') box.title = l10n.t('In its place: {0}', instead);
        return box;
      }),
    );
    this.show();
  }

  private checked() {
    const parts = this.all.map(({ id }) => id).filter((id) => !this.context.kept.ablation.without.includes(id));
    return { parts, ...checkAblation(this.context.kept.ablation, parts.length) };
  }

  private show(): void {
    const { parts, problems, numbers } = this.checked();
    for (const name of ['seeds', 'images', 'epochs'] as const) this.fields[name].problem = problems[name] ?? '';
    this.estimate.textContent = problems.parts ?? (numbers ? this.estimateOf(parts.length, numbers) : '');
    this.begin.disabled = numbers === null || this.form === null;
  }

  private estimateOf(parts: number, numbers: AblationNumbers): string {
    const trainings = (parts + 1) * numbers.seeds;
    if (this.imagesPerSecond === null) return l10n.t('{0} short trainings', trainings);
    const time = writeRoughDuration(ablationSeconds(this.imagesPerSecond, { parts, ...numbers }));
    return l10n.t('{0} short trainings, {1}', trainings, time);
  }

  private async start(): Promise<void> {
    const { parts, numbers } = this.checked();
    if (!numbers || !this.form) return;
    const { seeds, images, epochs } = numbers;
    this.begin.disabled = true;
    try {
      const chosen = parts.length === this.all.length ? [] : parts;
      await this.actions.onStart({ ...this.form, seeds, images, ablationEpochs: epochs, parts: chosen });
      this.said.replaceChildren();
    } catch (error) {
      this.said.replaceChildren(notice('error', messageOf(error)));
    }
    this.begin.disabled = false;
  }
}
