// Corrections as a diff of pictures: header, the groups, the chosen change.
import * as l10n from '@vscode/l10n';
import type { CorrectionsSnapshot, CorrectionsViewSide } from '../../shared/contracts/correctionsView';
import type { Connection, Silent } from '../../shared/rpc';
import { UserError } from '../../shared/userError';
import { button } from '../shared/controls';
import { element, icon, keyboardPlace } from '../shared/dom';
import { isCancelled } from '../shared/images';
import { countText } from '../../shared/numbers';
import { problemBox, progressPlace } from '../shared/places';
import { section } from '../shared/section';
import { groupChanges, sameText, summaryText, type ChangeGroup } from './changes';
import { details } from './details';
import { groupList, type GroupList } from './groupList';
import type { KeptView } from './kept';
import { movedPlace } from './movement';
import { PictureStore } from './pictureStore';

/** More groups than these begin folded: a page full of headings is found through faster. */
const OPEN_AT_FIRST = 30;

export class CorrectionsView {
  snapshot: CorrectionsSnapshot | undefined;
  private readonly title = element('h1', { className: 'cut' });
  private readonly versions = element('p', { className: 'versions' });
  private readonly summary = element('p', { className: 'quiet', attributes: { role: 'status' } });
  private readonly notices = element('div', { className: 'correction-notices' });
  private readonly failures = element('div', { className: 'correction-notices' });
  private readonly body = element('div', { className: 'groups' });
  private readonly place = element('div', { className: 'correction-place' });
  private readonly pictures: PictureStore;
  private readonly details;
  private shown: { group: ChangeGroup; list: GroupList | undefined; element: HTMLDetailsElement }[] = [];
  /** The place of the change that the keyboard stands on. */
  private active: number | null = null;
  /** The keyboard comes back to a picture: that alone does not show it in detail. */
  private isReturning = false;

  constructor(
    private readonly extension: Connection<Silent, CorrectionsViewSide>,
    private readonly kept: KeptView,
    private readonly keep: () => void,
    main: HTMLElement,
  ) {
    main.classList.add('corrections');
    this.pictures = new PictureStore(
      (places) => this.extension.call('pictures', places),
      (error) => this.tellFailure(error),
    );
    this.details = details(this.pictures, () => this.focusActive());
    const actions = element(
      'div',
      { className: 'correction-actions' },
      button({
        label: l10n.t('Change…'),
        icon: 'git-compare',
        title: l10n.t('Choose the two versions'),
        onClick: () => this.attempt('chooseVersions'),
      }),
      button({ label: l10n.t('Open file'), icon: 'go-to-file', onClick: () => this.attempt('openFile') }),
    );
    const said = element('div', { className: 'correction-title' }, this.title, this.versions);
    main.append(
      element('header', { className: 'correction-header' }, said, actions, this.summary),
      this.notices,
      this.failures,
      this.place,
      this.body,
      this.details.element,
    );
    this.body.addEventListener('scroll', () => {
      this.kept.scrollTop = this.body.scrollTop;
      this.keep();
    });
    this.body.addEventListener('keydown', (event) => this.pressed(event));
    // Not on the window: VS Code listens there.
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented || !this.details.hide()) return;
      event.preventDefault();
      event.stopPropagation();
      this.focusActive();
    });
  }

  /** Asks for both versions. */
  async load(): Promise<void> {
    if (!this.snapshot) this.place.replaceChildren(progressPlace(l10n.t('Reading both versions…')).element);
    try {
      this.show(await this.extension.call('ready', null));
    } catch (error) {
      if (!isCancelled(error)) this.fail(error as Error);
    }
  }

  show(snapshot: CorrectionsSnapshot): void {
    const isFirst = this.snapshot === undefined;
    const before = this.snapshot;
    this.snapshot = snapshot;
    this.pictures.renew();
    const { file, diff, missing } = snapshot;
    const groups = groupChanges(diff.changes);
    this.title.textContent = file;
    this.title.title = file;
    this.versions.replaceChildren(
      element('span', { className: 'version cut', title: snapshot.before }, snapshot.before),
      icon('arrow-right'),
      element('span', { className: 'only-for-screen-readers' }, ` ${l10n.t('compared with')} `),
      element('span', { className: 'version cut', title: snapshot.after }, snapshot.after),
    );
    this.summary.textContent = groups.length > 0 ? summaryText(groups, diff.same) : '';
    this.failures.replaceChildren();
    this.notices.replaceChildren(...missing.map(missingBar));
    this.place.replaceChildren(...(groups.length === 0 ? [this.nothing(snapshot)] : []));
    const activeId = this.active === null ? undefined : before?.diff.changes[this.active].imageId;
    const hadFocus = this.body.contains(keyboardPlace());
    const { scrollTop } = this.kept;
    this.build(groups);
    this.active = this.findChange(activeId);
    if (this.active === null) this.details.hide();
    else if (!this.details.element.hidden) this.showDetails(this.active);
    this.makeReachable();
    this.body.scrollTop = scrollTop;
    if (hadFocus && !isFirst) this.focusActive();
    this.keep();
  }

  /** The versions cannot be read. */
  fail(error: Error): void {
    this.snapshot = undefined;
    this.active = null;
    this.build([]);
    this.details.hide();
    this.summary.textContent = '';
    this.notices.replaceChildren();
    this.failures.replaceChildren();
    this.place.replaceChildren(
      problemBox(error, {
        retry: () => void this.load(),
        showLog: () => void this.extension.call('runCommand', { command: 'showLog' }),
        others: [
          { label: l10n.t('Open file'), onClick: () => this.attempt('openFile') },
          { label: l10n.t('Change…'), onClick: () => this.attempt('chooseVersions') },
        ],
      }),
    );
  }

  private build(groups: readonly ChangeGroup[]): void {
    for (const { list } of this.shown) list?.dispose();
    const changes = this.snapshot?.diff.changes ?? [];
    const hasLabels = groups.some(({ kind }) => kind === 'label');
    this.shown = groups.map((group, number) => {
      const { id, kind, title, places } = group;
      const isOpenAtFirst = (kind === 'label' || !hasLabels) && number < OPEN_AT_FIRST;
      const open = this.kept.open[id] ?? isOpenAtFirst;
      const inside = element('div');
      const made: (typeof this.shown)[number] = {
        group,
        list: undefined,
        element: section(
          {
            title,
            open,
            toggled: (isOpen) => {
              this.kept.open[id] = isOpen;
              this.keep();
              if (isOpen) fill();
              this.makeReachable();
            },
          },
          inside,
        ),
      };
      const fill = () => {
        if (made.list) return;
        made.list = groupList(changes, places, title, this.pictures, (place) => this.choose(place));
        inside.replaceChildren(made.list.element);
      };
      made.element.querySelector('summary')!.append(element('span', { className: 'badge' }, countText(places.length)));
      if (open) fill();
      return made;
    });
    this.body.replaceChildren(...this.shown.map((one) => one.element));
    this.body.hidden = groups.length === 0;
  }

  private nothing({ before, after, diff }: CorrectionsSnapshot): HTMLElement {
    const same = diff.same === 0 ? l10n.t('Neither has a decision.') : sameText(diff.same);
    const text = l10n.t('Nothing differs between {0} and {1}.', before, after);
    return element(
      'div',
      { className: 'correction-nothing' },
      element('p', {}, `${text} ${same}`),
      button({ label: l10n.t('Compare other versions…'), onClick: () => this.attempt('chooseVersions') }),
    );
  }

  private get openGroups() {
    return this.shown.filter(({ element: { open }, list }) => open && list);
  }

  private choose(place: number): void {
    this.active = place;
    this.makeReachable();
    if (!this.isReturning) this.showDetails(place);
  }

  private showDetails(place: number): void {
    const { diff, before, after } = this.snapshot!;
    this.details.show(diff.changes[place], place, [before, after]);
  }

  /** One picture is reached by Tab: the active one, else the first. */
  private makeReachable(): void {
    for (const one of this.body.querySelectorAll<HTMLElement>('.change[tabindex="0"]')) one.tabIndex = -1;
    const at = this.activePlace();
    const group = this.openGroups.at(at.group);
    if (group) group.list!.button(at.at).tabIndex = 0;
  }

  private activePlace(): { group: number; at: number } {
    const groups = this.openGroups;
    const group = groups.findIndex(({ group: { places } }) => this.active !== null && places.includes(this.active));
    return group < 0 ? { group: 0, at: 0 } : { group, at: groups[group].group.places.indexOf(this.active!) };
  }

  private focusActive(): void {
    const { group, at } = this.activePlace();
    const list = this.openGroups.at(group)?.list;
    this.isReturning = true;
    if (list) list.button(at).focus();
    else this.body.querySelector('summary')?.focus();
    this.isReturning = false;
  }

  private findChange(imageId: string | undefined): number | null {
    const found = this.snapshot?.diff.changes.findIndex((change) => change.imageId === imageId) ?? -1;
    return found < 0 ? null : found;
  }

  private pressed(event: KeyboardEvent): void {
    if (!(event.target as Element).classList.contains('change')) return;
    const groups = this.openGroups;
    const sizes = groups.map(({ list }) => ({ count: list!.places.length, columns: list!.columns() }));
    const next = movedPlace(event.key, this.activePlace(), sizes);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    groups[next.group].list!.button(next.at).focus();
  }

  private attempt(method: 'chooseVersions' | 'openFile'): void {
    this.extension.call(method, null).catch((error: unknown) => {
      if (!isCancelled(error)) this.tellFailure(error as Error, false);
    });
  }

  private tellFailure(error: Error, isAboutPictures = true): void {
    if (isCancelled(error)) return;
    const again = () => {
      this.failures.replaceChildren();
      this.pictures.retry();
    };
    const showLog = () => void this.extension.call('runCommand', { command: 'showLog' });
    this.failures.replaceChildren(problemBox(error, { retry: isAboutPictures ? again : undefined, showLog }));
  }
}

function missingBar(dataset: string): HTMLElement {
  const text =
    dataset === ''
      ? l10n.t('The data is not in this workspace: its labels are shown, its pictures only where other data has them.')
      : l10n.t(
          'The data “{0}” is not in this workspace: its labels are shown, its pictures only where other data has them.',
          dataset,
        );
  return element('div', { className: 'correction-notice' }, icon('warning'), element('span', {}, text));
}

/** What the extension told as words alone. */
export function toldError(why: string): Error {
  return new UserError(why, '');
}
