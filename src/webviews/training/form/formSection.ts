// The form of a new training.
import * as l10n from '@vscode/l10n';
import type {
  AblationForm,
  DataCheck,
  EngineState,
  RecipeCard,
  RecipeDescription,
  TrainingForm,
  TrainingSnapshot,
} from '../../../shared/contracts/training';
import { button, dropdown, textField } from '../../shared/controls';
import { element } from '../../shared/dom';
import { type Context, messageOf, Section } from '../context';
import { notice } from '../notice';
import { lastOfPath } from '../words';
import { AblationFields } from './ablationForm';
import { correctionsToUse } from './corrections';
import { CorrectionsField } from './correctionsField';
import { DataField } from './dataField';
import { checkDraft, type Draft, draftOf } from './draft';
import { engineChoices } from './engineChoices';
import { fillLayers } from './layerTable';
import { type Card, RecipeCards } from './recipeCards';
import { type Candidate, Speed } from './speed';

export class FormSection {
  readonly section: Section;
  private draft: Draft;
  private readonly recipes: readonly RecipeCard[];
  /** Of recipes that are files, and of those whose file is being edited. */
  private readonly described = new Map<string, RecipeDescription>();
  private readonly data: DataField;
  private readonly cards: RecipeCards;
  private readonly corrections: CorrectionsField;
  private readonly fields;
  private readonly layers = element('div', { className: 'fold-body' });
  private readonly layersHead = element('span', { className: 'quiet' });
  private readonly recipeProblem = element('div', { className: 'field-problem', hidden: true });
  private readonly startButton;
  private readonly measure;
  private readonly measureParts;
  private readonly estimate = element('span', { className: 'quiet' });
  private readonly said = element('div', { className: 'form-said' });
  private readonly ablation: AblationFields;
  private readonly speed: Speed;
  private isTraining = false;
  private asked = '';

  constructor(
    private readonly context: Context,
    { form, recipes, engines }: TrainingSnapshot,
    private readonly actions: { started: () => void; dataChecked: () => void },
  ) {
    const { kept, extension } = context;
    this.recipes = recipes;
    this.draft = kept.draft ?? draftOf(form);
    this.speed = new Speed(
      (request, signal) => extension.call('calibrate', request, { signal }),
      () => this.showSpeed(),
    );
    this.data = new DataField(context, {
      onChosen: (dataPath) => this.change({ dataPath }),
      onChecked: () => {
        this.show();
        this.actions.dataChecked();
      },
    });
    this.cards = new RecipeCards((recipe) => this.change({ recipe }));
    this.corrections = new CorrectionsField(context, this.draft.corrections, (corrections) =>
      this.change({ corrections }),
    );
    const typed = (name: 'epochs' | 'seed' | 'validationShare', label: string, hint?: string) =>
      textField({ label, hint, value: this.draft[name], onInput: (text) => this.change({ [name]: text }) });
    this.fields = {
      epochs: typed('epochs', l10n.t('Epochs')),
      seed: typed('seed', l10n.t('Seed'), l10n.t('The same seed gives the same result')),
      validationShare: typed(
        'validationShare',
        l10n.t('Validation share (%)'),
        l10n.t('Held out of the training images, by class'),
      ),
      engine: dropdown({
        label: l10n.t('Engine'),
        value: this.draft.engine,
        choices: engineChoices(engines),
        onChange: (engine) => this.change({ engine: engine as Draft['engine'] }),
      }),
      classWeights: dropdown({
        label: l10n.t('Class weights'),
        value: this.draft.classWeights,
        choices: [
          { value: 'none', label: l10n.t('none: each image counts the same') },
          { value: 'balanced', label: l10n.t('balanced: each class counts the same') },
        ],
        onChange: (weights) => this.change({ classWeights: weights as Draft['classWeights'] }),
      }),
    };
    this.startButton = button({
      label: l10n.t('Start'),
      icon: 'play',
      appearance: 'primary',
      onClick: () => void this.start(),
    });
    this.measureParts = button({
      label: l10n.t('Measure what each layer contributes\u2026'),
      icon: 'beaker',
      onClick: () => this.ablation.open(false),
    });
    this.measure = button({ label: l10n.t('Measure now'), onClick: () => this.speed.measureNow() });
    this.ablation = new AblationFields(context, {
      onStart: (ablation) => this.startAblation(ablation),
      onClose: () => {
        this.ablation.element.hidden = true;
        this.measureParts.focus();
      },
    });
    this.section = new Section(context, { id: 'form', title: l10n.t('New run') }, this.lay());
  }

  /** Reads what is chosen. */
  begin(): void {
    void this.describe();
    this.data.show(this.draft.dataPath);
    this.show();
  }

  /** The splits of the data that is chosen, for who judges a fit. */
  get dataCheck(): DataCheck | null {
    return this.data.check;
  }

  enginesChanged(engines: EngineState): void {
    this.fields.engine.setChoices(engineChoices(engines), this.draft.engine);
  }

  fill(form: TrainingForm, purpose: 'train' | 'ablate', focusStart: boolean): void {
    this.draft = draftOf(form);
    for (const name of ['epochs', 'seed', 'validationShare'] as const) this.fields[name].value = this.draft[name];
    this.fields.engine.value = this.draft.engine;
    this.fields.classWeights.value = this.draft.classWeights;
    this.change({});
    this.section.show();
    this.ablation.element.hidden = purpose === 'train';
    if (purpose === 'ablate') this.ablation.open(focusStart);
    else if (focusStart) requestAnimationFrame(() => this.startButton.focus());
  }

  recipeEdited(recipe: string, description: RecipeDescription): void {
    this.described.set(recipe, description);
    this.show();
  }

  dataChanged(path: string): void {
    if (path === this.draft.dataPath) this.data.read();
  }

  trainingChanged(isTraining: boolean): void {
    if (this.isTraining === isTraining) return;
    this.isTraining = isTraining;
    if (isTraining) this.speed.stop();
    this.show();
  }

  private lay(): HTMLElement {
    const { epochs, seed, validationShare, engine, classWeights } = this.fields;
    const other = button({
      label: l10n.t('Choose a file\u2026'),
      icon: 'folder-opened',
      onClick: () => void this.chooseRecipe(),
    });
    const edit = button({ label: l10n.t('Edit network as JSON'), icon: 'json', onClick: () => void this.edit() });
    const fold = (id: string, title: string, head: HTMLElement | string, body: HTMLElement) => {
      const made = element(
        'details',
        { className: 'fold', open: this.context.kept.open[id] ?? false },
        element('summary', {}, title, ' ', head),
        body,
      );
      made.addEventListener('toggle', () => {
        this.context.kept.open[id] = made.open;
        this.context.keep();
      });
      return made;
    };
    return element(
      'div',
      { className: 'form' },
      this.data.element,
      this.corrections.element,
      element(
        'div',
        { className: 'field' },
        element('span', { className: 'field-label', attributes: { 'aria-hidden': 'true' } }, l10n.t('Recipe')),
        this.cards.element,
        this.recipeProblem,
        element('div', { className: 'actions' }, other, edit),
      ),
      element('div', { className: 'field-row' }, epochs.element, seed.element),
      fold('layers', l10n.t('Layers'), this.layersHead, this.layers),
      fold(
        'advanced',
        l10n.t('Advanced'),
        element('span', { className: 'quiet' }, l10n.t('validation share, engine, class weights')),
        element(
          'div',
          { className: 'fold-body field-row' },
          validationShare.element,
          engine.element,
          classWeights.element,
        ),
      ),
      element(
        'div',
        { className: 'actions form-actions' },
        this.startButton,
        this.measureParts,
        this.estimate,
        this.measure,
      ),
      this.said,
      this.ablation.element,
    );
  }

  private change(change: Partial<Draft>): void {
    this.draft = { ...this.draft, ...change };
    this.context.kept.draft = this.draft;
    this.context.keep();
    this.said.replaceChildren();
    this.data.show(this.draft.dataPath);
    void this.describe();
    this.show();
  }

  private epochsOf(recipe: string): number | null {
    return this.described.get(recipe)?.epochs ?? this.recipes.find((card) => card.recipe === recipe)?.epochs ?? null;
  }

  private show(): void {
    const { problems, form } = checkDraft(this.draft);
    const { recipe } = this.draft;
    this.corrections.update(this.data.check?.corrections ?? null, this.draft.corrections);
    this.data.problem = this.asked === '' ? '' : (problems.dataPath ?? '');
    for (const name of ['epochs', 'seed', 'validationShare'] as const) this.fields[name].problem = problems[name] ?? '';
    const own = this.epochsOf(recipe);
    this.fields.epochs.placeholder = own === null ? '' : l10n.t('{0}, as the recipe says', own);
    const description = this.described.get(recipe);
    if (description) this.layersHead.textContent = fillLayers(this.layers, description);
    this.recipeProblem.hidden = !description?.problem;
    this.recipeProblem.textContent = description?.problem ?? '';
    this.section.aside.textContent =
      this.draft.dataPath === '' ? '' : l10n.t('{0} on {1}', this.nameOf(recipe), lastOfPath(this.draft.dataPath));
    this.speed.update(form, this.data.check, this.candidates(), this.isTraining);
    this.showSpeed();
  }

  /** The chosen recipe first, then the others, so that each card tells its time. */
  private candidates(): Candidate[] {
    const { recipe } = this.draft;
    const names = [recipe, ...this.recipes.map((card) => card.recipe).filter((name) => name !== recipe)];
    return names.flatMap((name) => {
      const epochs = this.epochsOf(name);
      const description = this.described.get(name);
      if (epochs === null || description?.problem) return [];
      // The layers of those that are not chosen are not asked for: their names stand for them.
      const isFile = !this.recipes.some((card) => card.recipe === name);
      return [{ recipe: name, epochs, network: isFile ? JSON.stringify(description?.layers) : name }];
    });
  }

  private showSpeed(): void {
    const { recipe } = this.draft;
    const cards: Card[] = this.recipes.map((card) => ({ ...card, ...this.speed.timeOf(card.recipe) }));
    if (recipe !== '' && !this.recipes.some((card) => card.recipe === recipe)) {
      const { name, description, epochs, parameters } = this.described.get(recipe) ?? {};
      cards.push({
        recipe,
        name: name || lastOfPath(recipe),
        description: description || recipe,
        epochs: epochs ?? null,
        parameters: parameters ?? null,
        ...this.speed.timeOf(recipe),
      });
    }
    this.cards.update(cards, recipe);

    const { text, canMeasure, imagesPerSecond } = this.speed.tell(recipe);
    this.estimate.textContent = text;
    this.measure.hidden = !canMeasure;
    this.ablation.update(recipe, checkDraft(this.draft).form, imagesPerSecond);
  }

  /** Asks for the layers of the chosen recipe, unless they are known. */
  private async describe(): Promise<void> {
    const { recipe } = this.draft;
    if (recipe === '' || this.described.has(recipe)) return;
    try {
      this.described.set(recipe, await this.context.extension.call('describeRecipe', { recipe }));
    } catch (error) {
      const nothing = { name: '', description: '', epochs: 1, layers: [], parameters: 0 };
      this.described.set(recipe, { problem: messageOf(error), ...nothing });
    }
    this.show();
  }

  private async chooseRecipe(): Promise<void> {
    const recipe = await this.context.extension.call('chooseRecipe', null);
    if (recipe === null) return;
    this.described.delete(recipe);
    this.change({ recipe });
  }

  private async edit(): Promise<void> {
    try {
      const recipe = await this.context.extension.call('editRecipe', this.draft.recipe);
      this.change({ recipe });
    } catch (error) {
      this.said.replaceChildren(notice('error', messageOf(error)));
    }
  }

  private async start(): Promise<void> {
    this.asked = 'start';
    const { form, problems } = checkDraft(this.draft);
    this.show();
    if (!form) {
      if (problems.validationShare) this.section.element.querySelectorAll<HTMLDetailsElement>('.fold')[1].open = true;
      for (const name of ['epochs', 'seed', 'validationShare'] as const) {
        if (problems[name]) {
          this.fields[name].focus();
          return;
        }
      }
      if (problems.dataPath) this.data.focus();
      return;
    }
    this.speed.stop();
    this.startButton.disabled = true;
    this.said.replaceChildren();
    try {
      const corrections = correctionsToUse(this.data.check, form.corrections);
      await this.context.extension.call('start', { ...form, corrections });
      this.asked = '';
      this.actions.started();
    } catch (error) {
      this.said.replaceChildren(notice('error', messageOf(error)));
    }
    this.startButton.disabled = false;
  }

  private async startAblation(form: AblationForm): Promise<void> {
    this.speed.stop();
    await this.context.extension.call('startAblation', form);
    this.ablation.element.hidden = true;
    this.actions.started();
  }

  private nameOf(recipe: string): string {
    return (
      this.recipes.find((card) => card.recipe === recipe)?.name ??
      this.described.get(recipe)?.name ??
      lastOfPath(recipe)
    );
  }
}
