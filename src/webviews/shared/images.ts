// What the parts that show images need of their view: which data is open, and how it is asked.
import * as l10n from '@vscode/l10n';
import type { RelabelCalls } from '../../shared/contracts/decisions';
import type { DataCalls, OpenedDataset } from '../../shared/contracts/explorer';
import type { ViewCalls } from '../../shared/contracts/views';
import type { Answer, Argument, Connection, Silent } from '../../shared/rpc';

/** What every view with images may ask. */
export interface ImageCalls extends ViewCalls, RelabelCalls, Pick<DataCalls, 'thumbnails' | 'describeImage'> {}

/** The open data of a view. One for each view: `opened` is set when the data was opened, and unset when it is gone. */
export class Images {
  opened: OpenedDataset | undefined;
  /** The id of the run whose predictions are looked at; empty without. It stands in the corrections file. */
  model = '';
  private readonly connection: Connection<Silent, { calls: ImageCalls; events: object }>;

  /**
   * @param connection of a view whose calls have those of `ImageCalls` among them
   * @param failed tells on top of the view what did not work, where nothing nearer does
   */
  constructor(
    connection: { call: unknown },
    private readonly failed: (error: Error) => void,
  ) {
    this.connection = connection as typeof this.connection;
  }

  /** The number by which the data set is asked for. */
  get dataset(): number {
    return this.opened!.dataset;
  }

  get classNames(): readonly string[] {
    return this.opened?.classNames ?? [];
  }

  call<M extends keyof ImageCalls>(
    method: M,
    argument: Argument<ImageCalls[M]>,
    signal?: AbortSignal,
  ): Promise<Answer<ImageCalls[M]>> {
    return this.connection.call(method, argument, { signal });
  }

  /** Tells on top of the view what was lost. */
  tell(error: Error): void {
    this.failed(error);
  }

  /** Asks; a cancelled question has no answer, and one that failed has none and is told on top of the view. */
  async attempt<M extends keyof ImageCalls>(
    method: M,
    argument: Argument<ImageCalls[M]>,
    signal?: AbortSignal,
  ): Promise<Answer<ImageCalls[M]> | undefined> {
    try {
      return await this.call(method, argument, signal);
    } catch (error) {
      if (!isCancelled(error)) this.failed(error as Error);
      return undefined;
    }
  }

  /** @param label null, -1 and 255: it has none */
  className(label: number | null): string {
    if (label === null || label === -1 || label === 255) return l10n.t('unlabelled');
    return this.classNames[label] ?? l10n.t('class {0}', label);
  }

  /** In which split an image is, and where: its number is that of the whole data set. */
  placeOf(image: number): { split: string; index: number } {
    const { splits } = this.opened!;
    const found = splits.find(({ first, count }) => image >= first && image < first + count) ?? splits[0];
    return { split: found.split, index: image - found.first };
  }
}

/** Whether somebody wanted an end: nothing to tell a person. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && error.name === 'CancelledError';
}
