// The small form that measures what each part of a network contributes.
import type { AblationPart } from '../../../shared/contracts/ablation';
import type { AblationForm, TrainingForm } from '../../../shared/contracts/training';
import { button, checkbox, textField } from '../../shared/controls';
import { element } from '../../shared/dom';
import { type Context, messageOf } from '../context';
import { notice } from '../notice';
import { writeRoughDuration } from '../words';
import { checkAblation } from './ablationDraft';
import { ablationSeconds } from './estimate';

export class AblationFields {
  readonly element: HTMLElement;
  private readonly parts = element('div', {
    className: 'part-list',
    attributes: { role: 'group', 'aria-label': 'Parts to leave out, one at a time' },
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
      seeds: field('seeds', 'Seeds', 'At least 3: the interval comes from them'),
      images: field('images', 'Images', 'Drawn by class, the same for each part'),
      epochs: field('epochs', 'Epochs', 'Of each training'),
    };
    this.begin = button({ label: 'Start measuring', icon: 'beaker', onClick: () => void this.start() });
    this.element = element(
      'div',
      {
        className: 'ablation-form',
        hidden: true,
        attributes: { role: 'group', 'aria-label': 'Measure what each layer contributes' },
      },
      element('h3', {}, 'What each layer contributes'),
      element(
        'p',
        { className: 'quiet' },
        'Trains the network with one part left out at a time, shortly and with the same seeds, and compares it with the whole one.',
      ),
      this.parts,
      element('div', { className: 'field-row' }, ...Object.values(this.fields).map(({ element }) => element)),
      element(
        'div',
        { className: 'actions' },
        this.begin,
        button({ label: 'Close', onClick: actions.onClose }),
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
        if (instead !== '') box.title = `In its place: ${instead}`;
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
    const speed = this.imagesPerSecond;
    this.estimate.textContent =
      problems.parts ??
      (numbers && speed !== null
        ? `${(parts.length + 1) * numbers.seeds} short trainings, ${writeRoughDuration(ablationSeconds(speed, { parts: parts.length, ...numbers }))}`
        : numbers
          ? `${(parts.length + 1) * numbers.seeds} short trainings`
          : '');
    this.begin.disabled = numbers === null || this.form === null;
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
