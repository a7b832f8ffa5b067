import type { CorrectionsState, RelabelCalls } from '../../shared/contracts/decisions';
import type { DataCalls, DataProgress, OpenedDataset } from '../../shared/contracts/explorer';

/** What a view is to know of the data that it shows. */
export interface ImagesListener {
  /** Whether anybody looks: without, data that was lost is read anew by then, and nothing is told. */
  isShown(): boolean;
  /** Of what is read, or compared. */
  progressed(progress: DataProgress): void;
  /** The data process ended and was started again; the data was read anew, and has other numbers. */
  restarted(opened: OpenedDataset): void;
  /** As above, but the data could not be read again: why. `open` tries once more. */
  lost(problem: string): void;
  /** The files on the disk are no longer what was read. */
  changed(): void;
  /** After each opening, and when decisions were written or the file changed in any other way. */
  correctionsChanged(state: CorrectionsState): void;
}

/** What each view with images asks about them. */
export type ImageCalls = Pick<DataCalls, 'query' | 'thumbnails' | 'describeImage' | 'decisionsOf'> & RelabelCalls;
