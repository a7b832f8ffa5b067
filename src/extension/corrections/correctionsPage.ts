import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type {
  CorrectionsSnapshot,
  CorrectionsViewCalls,
  CorrectionsViewEvents,
  CorrectionsViewSide,
} from '../../shared/contracts/correctionsView';
import { connect, type Channel, type Connection, type Disposable, type Handlers, type Silent } from '../../shared/rpc';
import { UserError } from '../../shared/userError';
import { ProcessCrashedError } from '../backgroundProcess';
import { shortened } from '../messages';
import { viewCalls } from '../panels/viewCalls';
import type { Parts } from '../parts';
import { watchFiles } from '../watchFiles';
import { ChangedPictures } from './changedPictures';
import { chooseVersions, type TwoVersions } from './chooseVersions';
import { isSamePlace } from '../samePlace';
import { repositoryOf } from './gitApi';
import { findNamedData } from './knownData';
import { describeVersion, readVersion, type Version } from './versions';

/** What the view shows just now. */
interface Shown {
  snapshot: CorrectionsSnapshot;
  /** Where the data lies that the changes name, by name; null where it is not there. */
  places: ReadonlyMap<string, string | null>;
  /** By which it is told whether anything changed. */
  key: string;
}

/** Two versions of a corrections file as a diff of pictures, in one panel. */
export class CorrectionsPage implements vscode.Disposable {
  private view: Connection<CorrectionsViewSide, Silent> | undefined;
  private shown: Shown | undefined;
  private readonly pictures: ChangedPictures;
  private readonly own: Disposable[] = [];
  private watches: Disposable[] = [];
  private isDisposed = false;

  /** @param file the corrections file, absolute. @param folder the workspace folder that names of data are relative to */
  constructor(
    private readonly parts: Parts,
    private readonly folder: vscode.WorkspaceFolder,
    private readonly file: string,
    private versions: TwoVersions,
  ) {
    this.pictures = new ChangedPictures(parts, folder);
    this.own.push(
      this.pictures,
      parts.corrections.watch(file, () => void this.refresh()),
    );
    void this.watchVersions();
  }

  dispose(): void {
    this.isDisposed = true;
    for (const part of [...this.own, ...this.watches]) part.dispose();
  }

  /** Answers a view that was just loaded. */
  serve(channel: Channel): vscode.Disposable {
    const view = connect<CorrectionsViewSide, Silent>(channel, this.calls());
    this.view = view;
    return new vscode.Disposable(() => {
      view.dispose();
      if (this.view === view) this.view = undefined;
    });
  }

  /** Shows other versions. */
  async show(versions: TwoVersions): Promise<void> {
    this.versions = versions;
    await Promise.all([this.watchVersions(), this.refresh()]);
  }

  private calls(): Handlers<CorrectionsViewCalls> {
    return {
      ...viewCalls(this.parts),
      ready: async () => {
        this.pictures.retry();
        this.shown = await this.read();
        return this.shown.snapshot;
      },
      pictures: async (places) => {
        const { shown } = this;
        const changes = shown?.snapshot.diff.changes ?? [];
        const asked = places.filter((place) => Number.isInteger(place) && place in changes);
        try {
          const pixels = await this.pictures.of(
            asked.map((place) => changes[place]),
            shown?.places ?? new Map<string, null>(),
          );
          const byPlace = new Map(asked.map((place, at) => [place, pixels[at]]));
          return places.map((place) => byPlace.get(place) ?? null);
        } catch (error) {
          if (!(error instanceof ProcessCrashedError)) throw error;
          throw new UserError(l10n.t('the process that reads the data ended'), l10n.t('try again'));
        }
      },
      chooseVersions: async () => {
        const chosen = await chooseVersions(this.file);
        if (chosen) await this.show(chosen);
      },
      openFile: () => this.parts.corrections.openFile(this.file),
    };
  }

  /** @throws UserError for a version that cannot be read */
  private async read(): Promise<Shown> {
    const { file, folder, versions } = this;
    try {
      const [before, after] = await Promise.all([readVersion(versions.before), readVersion(versions.after)]);
      const diff = await this.parts.data.call('diffCorrections', { before, after, file });
      const places = await findNamedData(
        this.parts,
        folder,
        diff.changes.map(({ dataset }) => dataset),
      );
      const name = (version: Version) => describeVersion(version, file, this.parts.corrections.isDirty(file));
      const snapshot: CorrectionsSnapshot = {
        file: vscode.workspace.asRelativePath(file, false),
        before: name(versions.before),
        after: name(versions.after),
        diff,
        missing: [...places].filter(([, place]) => place === null).map(([dataset]) => dataset),
        state: { file, before: uriText(versions.before), after: uriText(versions.after) },
      };
      return { snapshot, places, key: JSON.stringify(snapshot) };
    } catch (error) {
      throw error instanceof UserError ? shortened(error) : error;
    }
  }

  /** Reads the versions again, and tells the view where anything is different. */
  private async refresh(): Promise<void> {
    const { view, versions } = this;
    if (!view) return; // it asks when it is back
    try {
      const shown = await this.read();
      if (this.versions !== versions || this.view !== view || shown.key === this.shown?.key) return;
      this.shown = shown;
      view.emit('changed', shown.snapshot);
    } catch (error) {
      this.shown = undefined;
      this.tell('failed', error instanceof Error ? error.message : String(error));
    }
  }

  private tell<E extends keyof CorrectionsViewEvents>(event: E, payload: CorrectionsViewEvents[E]): void {
    this.view?.emit(event, payload);
  }

  /** Commits move what `HEAD` is; another file may be written to. The file itself is watched in any case. */
  private async watchVersions(): Promise<void> {
    const { versions, file } = this;
    const shown = [versions.before, versions.after].filter((version) => version !== null);
    const others = shown.filter(({ scheme, fsPath }) => scheme === 'file' && !isSamePlace(fsPath, file));
    const changed = () => void this.refresh();
    const watches = others.map(({ fsPath }) =>
      watchFiles(vscode.Uri.joinPath(vscode.Uri.file(fsPath), '..'), '*', changed, (one) => isSamePlace(one, fsPath)),
    );
    const git = shown.some(({ scheme }) => scheme === 'git') ? await repositoryOf(file) : null;
    if (git) watches.push(git.repository.state.onDidChange(changed));
    if (this.isDisposed || this.versions !== versions) {
      for (const watch of watches) watch.dispose();
      return;
    }
    for (const watch of this.watches) watch.dispose();
    this.watches = watches;
  }
}

function uriText(version: Version): string | null {
  return version?.toString() ?? null;
}
