// Relabelling, for every view with images: the list to choose from, what is written, and what is told of it.
import * as l10n from '@vscode/l10n';
import './relabel.css';
import type { ImageDecision, NewDecision } from '../../shared/contracts/decisions';
import { UserError } from '../../shared/userError';
import { button } from './controls';
import { DecisionQueue, type DecisionStep } from './decisionQueue';
import { element, icon } from './dom';
import type { LoadedItem } from './gridOptions';
import type { Images } from './images';
import { countOf, countText } from '../../shared/numbers';
import { problemBox } from './places';
import { doneWords, type RelabelChoice } from './relabelChoices';
import { openRelabelMenu } from './relabelMenu';

export interface RelabelOptions {
  /** What is known of an image without asking: from the cache of a grid. */
  loaded: (image: number) => LoadedItem | null;
  /** What images are labelled now, or are about to be: shown at once. */
  changed: () => void;
  /** As the data process answered: what stands decided about these images. */
  decided: (decisions: readonly ImageDecision[]) => void;
  /** A step was made here, taken back or made again: for a view that undoes other things too. */
  stepped?: (way: DecisionStep['way']) => void;
  /** `toKeep` has changed. */
  keep: () => void;
}

/** What could not be saved when the view was hidden. */
interface KeptRelabel {
  hash: string;
  waiting: DecisionStep[];
}

/** After this a person is told that decisions are being written; milliseconds. */
const TOLD_AFTER = 400;

/** One for each view. */
export class Relabel {
  /** A line that says what was decided, with Undo, or what could not be saved, with Retry. Place it at the bottom of the view: there it moves no picture. */
  readonly notice = element('div', { className: 'relabel-notice', hidden: true });
  readonly queue: DecisionQueue;
  private readonly said = element('span', { attributes: { role: 'status' } });
  private isTold = true;
  private telling: ReturnType<typeof setTimeout> | undefined;
  private hash = '';
  private kept: KeptRelabel | null;

  /** @param kept what `toKeep` gave before the page was thrown away */
  constructor(
    private readonly images: Images,
    private readonly options: RelabelOptions,
    kept: unknown = null,
  ) {
    this.kept = restoreKept(kept);
    this.queue = new DecisionQueue(
      (decisions) => this.send(decisions),
      () => this.update(),
      (decided) => options.decided(decided),
    );
  }

  /** Opens the list for these images. @param at where: an element, or a rectangle of the window */
  open(images: ArrayLike<number>, at: Element | DOMRect): void {
    if (images.length === 0) return;
    const only = images.length === 1 ? this.options.loaded(images[0]) : null;
    openRelabelMenu({
      classNames: this.images.classNames,
      count: images.length,
      at: at instanceof Element ? at.getBoundingClientRect() : at,
      hint: (label) => (only ? hintOf(only, label) : ''),
      onChoose: (choice) => this.decide(images, choice),
    });
  }

  /** Decides about images at once. */
  decide(images: ArrayLike<number>, choice: RelabelChoice): void {
    const { decision, newLabel } = choice;
    const decisions = Array.from(images, (image): NewDecision => {
      if (decision !== 'relabel') return { image, decision, score: null };
      // The label that it was given anyway is kept, not changed.
      const isSame = this.options.loaded(image)?.label === newLabel;
      return isSame ? { image, decision: 'keep', score: null } : { image, decision, newLabel, score: null };
    });
    this.isTold = false;
    const same = decision === 'relabel' ? decisions.filter((one) => one.decision === 'keep').length : 0;
    this.queue.add(decisions, doneWords(choice, decisions.length, same));
    if (decision !== 'undo') this.options.stepped?.('forward');
  }

  /** Takes back the newest step that was made here. @returns whether there was one */
  undo(): boolean {
    this.isTold = false;
    const isDone = this.queue.undo();
    if (isDone) this.options.stepped?.('undo');
    return isDone;
  }

  redo(): boolean {
    this.isTold = false;
    const isDone = this.queue.redo();
    if (isDone) this.options.stepped?.('redo');
    return isDone;
  }

  /** The label that an image is about to get, while that is written; 255: none; undefined: nothing is under way. */
  labelUnderWay(image: number): number | undefined {
    return this.queue.waiting.length === 0 ? undefined : this.queue.labelUnderWay(image);
  }

  /** Data was opened, perhaps again: decisions about the same data that were not saved are shown, with Retry. */
  opened(): void {
    const { hash } = this.images.opened!;
    if (this.hash !== '' && this.hash !== hash) {
      this.tellForgotten(this.queue.waiting);
      this.queue.forget();
    }
    this.hash = hash;
    const { kept } = this;
    this.kept = null;
    if (kept?.hash !== hash) {
      this.tellForgotten(kept?.waiting ?? []);
      return;
    }
    const count = countDecisions(kept.waiting);
    const why = new UserError(
      count === 1
        ? l10n.t('1 decision may not have been saved when the view was closed')
        : l10n.t('{0} decisions may not have been saved when the view was closed', countText(count)),
      l10n.t('try again, or look into the corrections file first'),
    );
    this.queue.restore(kept.waiting, why);
  }

  /** For the view's state: what is not saved. */
  toKeep(): object | null {
    const { waiting } = this.queue;
    return waiting.length > 0 ? ({ hash: this.hash, waiting: [...waiting] } satisfies KeptRelabel) : this.kept;
  }

  /** By their numbers, images of other data are others. */
  private tellForgotten(steps: readonly DecisionStep[]): void {
    const count = countDecisions(steps);
    if (count === 0) return;
    const what =
      count === 1
        ? l10n.t('1 decision could not be saved, and the data has changed since')
        : l10n.t('{0} decisions could not be saved, and the data has changed since', countText(count));
    this.images.tell(new UserError(what, l10n.t('look at these images again')));
  }

  private async send(decisions: NewDecision[]): Promise<ImageDecision[]> {
    // While lost data is read anew there is no grid, but what waits can be tried again.
    if (!this.images.opened)
      throw new UserError(l10n.t('the data is not open'), l10n.t('try again when its images are shown'));
    const { dataset, model } = this.images;
    return await this.images.call('decide', { dataset, decisions, scoreName: '', model });
  }

  private update(): void {
    this.options.changed();
    this.options.keep();
    clearTimeout(this.telling);
    const { queue } = this;
    if (queue.problem || !queue.isSaving) this.show();
    else this.telling = setTimeout(() => this.show(), TOLD_AFTER);
  }

  private show(): void {
    const { queue, notice, said } = this;
    const { problem, saved } = queue;
    const hide = () => {
      this.isTold = true;
      this.show();
    };
    const close = button({ label: l10n.t('Close'), icon: 'close', appearance: 'icon', onClick: hide });
    notice.hidden = false;
    if (problem) {
      const count = countDecisions(queue.waiting);
      const box = problemBox(problem, {
        retry: () => queue.retry(),
        showLog: () => void this.images.attempt('runCommand', { command: 'showLog' }),
        others: [
          { label: l10n.t('Open corrections file'), onClick: () => void this.images.attempt('openCorrections', null) },
          {
            label: l10n.t('Discard {0}', countOf(count, l10n.t('decision'), l10n.t('decisions'))),
            onClick: () => queue.discard(),
          },
        ],
      });
      said.textContent = '';
      notice.replaceChildren(box);
    } else if (queue.isSaving) {
      said.textContent = l10n.t('Saving the decision…');
      notice.replaceChildren(icon('sync'), said);
    } else if (saved && !this.isTold) {
      said.textContent = `${capital(saved.said)}.`;
      const again =
        saved.way === 'undo'
          ? queue.redoable && button({ label: l10n.t('Redo'), onClick: () => this.redo() })
          : saved === queue.undoable && button({ label: l10n.t('Undo'), onClick: () => this.undo() });
      notice.replaceChildren(
        icon('check'),
        said,
        ...(again ? [again] : []),
        element('span', { className: 'spring' }),
        close,
      );
    } else {
      said.textContent = '';
      notice.hidden = true;
      notice.replaceChildren(said);
    }
  }
}

/** What is known of one image, beside the class it is about. */
function hintOf({ label, predicted, corrected }: LoadedItem, of: number): string {
  const words = [];
  if (of === corrected) words.push(l10n.t('now'));
  if (of === label) words.push(l10n.t('given'));
  if (of === predicted) words.push(l10n.t('predicted'));
  return words.join(', ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function countDecisions(steps: readonly DecisionStep[]): number {
  return steps.reduce((sum, { decisions }) => sum + decisions.length, 0);
}

/** What was kept, as far as it is that. */
function restoreKept(kept: unknown): KeptRelabel | null {
  const { hash, waiting } = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<KeptRelabel>;
  const isStep = (step: Partial<DecisionStep> | null) =>
    Array.isArray(step?.decisions) && typeof step.said === 'string';
  if (typeof hash !== 'string' || !Array.isArray(waiting)) return null;
  const steps = waiting.filter(isStep);
  return steps.length > 0 ? { hash, waiting: steps } : null;
}
