import type * as vscode from 'vscode';
import { IMAGE_BYTES } from '../../shared/classes';
import type { CorrectionChange } from '../../shared/contracts/decisions';
import { UserError } from '../../shared/userError';
import { locateData } from '../dataLocation';
import type { Parts } from '../parts';

/** The pictures of images that corrections are about, found by their ids in data that is opened when it is needed. */
export class ChangedPictures implements vscode.Disposable {
  /** Numbers of what is open in the data process, by its path. */
  private readonly open = new Map<string, Promise<number | null>>();
  /** What could not be read, and is not tried with each question. */
  private readonly failed = new Set<string>();
  private readonly own: vscode.Disposable[];
  private isDisposed = false;

  constructor(
    private readonly parts: Parts,
    private readonly folder: vscode.WorkspaceFolder,
  ) {
    const { data } = parts;
    this.own = [data.hold(), data.onCrash(() => this.open.clear())];
  }

  dispose(): void {
    this.isDisposed = true;
    for (const opened of this.open.values()) void opened.then((dataset) => this.close(dataset));
    this.open.clear();
    for (const part of this.own) part.dispose();
  }

  /** What could not be read is tried once more when it is asked for. */
  retry(): void {
    for (const dataPath of this.failed) this.open.delete(dataPath);
    this.failed.clear();
  }

  /**
   * The pixels of some images, [28, 28] each; null where they are in none of the data.
   * @param places where the data is that a change names, by that name; null where it is not there
   */
  async of(
    changes: readonly CorrectionChange[],
    places: ReadonlyMap<string, string | null>,
  ): Promise<(Uint8Array | null)[]> {
    const pixels = changes.map((): Uint8Array | null => null);
    const paths = new Set([...places.values()].filter((place) => place !== null));
    // In the data that its line names first; then in any other, as of a data set that was renamed or split.
    const named = (at: number) => places.get(changes[at].dataset) ?? null;
    for (const isNamed of [true, false]) {
      for (const dataPath of paths) {
        const wanted = [...changes.keys()].filter((at) => !pixels[at] && (named(at) === dataPath) === isNamed);
        if (wanted.length) await this.take(dataPath, wanted, changes, pixels);
      }
    }
    return pixels;
  }

  private async take(
    dataPath: string,
    wanted: number[],
    changes: readonly CorrectionChange[],
    pixels: (Uint8Array | null)[],
  ): Promise<void> {
    const dataset = await this.opened(dataPath);
    if (dataset === null) return;
    const { data } = this.parts;
    const numbers = await data.call('findImages', { dataset, ids: wanted.map((at) => changes[at].imageId) });
    const found = wanted.map((at, index) => ({ at, image: numbers[index] })).filter(({ image }) => image >= 0);
    if (!found.length) return;
    const images = Uint32Array.from(found, ({ image }) => image);
    const thumbnails = await data.call('thumbnails', { dataset, images });
    found.forEach(({ at }, index) => {
      pixels[at] = thumbnails.pixels.slice(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES);
    });
  }

  private opened(dataPath: string): Promise<number | null> {
    const known = this.open.get(dataPath);
    if (known) return known;
    const opening = this.read(dataPath);
    this.open.set(dataPath, opening);
    return opening;
  }

  private async read(dataPath: string): Promise<number | null> {
    try {
      const location = await locateData(this.parts, this.folder, dataPath);
      const { dataset } = await this.parts.data.call('openDataset', { location });
      if (this.isDisposed) this.close(dataset);
      return this.isDisposed ? null : dataset;
    } catch (error) {
      if (error instanceof UserError) this.failed.add(dataPath);
      else this.open.delete(dataPath);
      this.parts.log.warn(`pictures of ${dataPath}: ${String(error)}`);
      return null;
    }
  }

  private close(dataset: number | null): void {
    if (dataset !== null) this.parts.data.call('closeDataset', dataset).catch(() => undefined);
  }
}
