// The data to train on: what is there, and what is wrong with it for training.
import * as l10n from '@vscode/l10n';
import type { DataCheck } from '../../../shared/contracts/training';
import { button, progressRing } from '../../shared/controls';
import { element, icon } from '../../shared/dom';
import { type Context, isCancelled, messageOf } from '../context';
import { notice } from '../notice';
import { countOf } from '../../../shared/numbers';
import { lastOfPath, writeCount } from '../words';

export class DataField {
  readonly element: HTMLElement;
  /** Of the data that is chosen, once it is read. */
  check: DataCheck | null = null;
  private readonly shown = element('div', { className: 'data-shown' });
  private readonly said = element('div', { className: 'data-said' });
  private path: string | undefined;
  private reading: AbortController | undefined;
  private readonly choosing: HTMLElement;

  constructor(
    private readonly context: Context,
    private readonly actions: { onChosen: (path: string) => void; onChecked: () => void },
  ) {
    this.choosing = button({ label: l10n.t('Choose\u2026'), onClick: () => void this.choose() });
    this.choosing.setAttribute('aria-label', l10n.t('Choose data'));
    this.element = element(
      'div',
      { className: 'field data-field', attributes: { role: 'group', 'aria-label': l10n.t('Data') } },
      element('span', { className: 'field-label' }, l10n.t('Data')),
      element('div', { className: 'data-row' }, this.shown, this.choosing),
      this.said,
    );
  }

  /** Shows this data, and reads it unless it is read. */
  show(path: string): void {
    if (path === this.path) return;
    this.path = path;
    this.read();
  }

  /** Reads it anew: it changed. */
  read(): void {
    this.reading?.abort();
    this.check = null;
    this.said.replaceChildren();
    if (!this.path) {
      this.reading = undefined;
      this.shown.replaceChildren(
        element(
          'span',
          { className: 'quiet' },
          l10n.t('No data chosen yet: a CSV, IDX files, or a folder of pictures by class.'),
        ),
      );
      this.actions.onChecked();
      return;
    }
    const { path } = this;
    const reading = (this.reading = new AbortController());
    this.shown.replaceChildren(
      progressRing(l10n.t('Reading the data')),
      element('span', { className: 'data-title', title: path }, lastOfPath(path)),
      element('span', { className: 'quiet' }, l10n.t('reading\u2026')),
    );
    this.actions.onChecked();
    this.context.extension.call('checkData', { path }, { signal: reading.signal }).then(
      (check) => this.reading === reading && this.checked(check),
      (error: unknown) => this.reading === reading && !isCancelled(error) && this.failed(path, messageOf(error)),
    );
  }

  focus(): void {
    this.choosing.focus();
  }

  /** What is wrong with the choice itself. */
  set problem(text: string) {
    this.element.classList.toggle('is-wrong', text !== '');
    const id = 'field-problem';
    this.element.querySelector(`:scope > .${id}`)?.remove();
    if (text !== '') this.element.append(element('div', { className: id, attributes: { role: 'alert' } }, text));
  }

  private checked(check: DataCheck): void {
    this.check = check;
    const splits = check.splits.map(({ split, count, labelled }) =>
      labelled ? `${split} ${writeCount(count)}` : l10n.t('{0} {1} (unlabelled)', split, writeCount(count)),
    );
    const facts = [...splits, countOf(check.classNames.length, l10n.t('class'), l10n.t('classes'))].join(' \u00b7 ');
    this.shown.replaceChildren(
      icon('database'),
      element('span', { className: 'data-title', title: check.path }, check.title),
      element('span', { className: 'quiet' }, facts),
    );
    this.said.replaceChildren(...check.warnings.map(({ text }) => notice('warning', text)));
    this.actions.onChecked();
  }

  private failed(path: string, message: string): void {
    this.shown.replaceChildren(
      icon('database'),
      element('span', { className: 'data-title', title: path }, lastOfPath(path)),
    );
    this.said.replaceChildren(notice('error', message, { label: l10n.t('Try again'), onClick: () => this.read() }));
  }

  private async choose(): Promise<void> {
    const path = await this.context.extension.call('chooseData', null);
    if (path !== null) this.actions.onChosen(path);
  }
}
