import path from 'node:path';
import type { DataLocation, Progress } from '../../shared/contracts/jobs';
import { ImageCorrections } from './corrections/imageCorrections';
import { fingerprintOf } from './fingerprint';
import { freeMemory } from './freeMemory';
import { KeptWork } from './keptWork';
import { type OpenData, readOpenData } from './openData';
import type { ImagePredictions } from './predictions';

/** What one view sees over the images of a data set. */
export interface Overlays {
  /** Each view looks at the predictions of a run of its own choice. */
  predictions: ImagePredictions | null;
  /** What reviewers decided. All views of the data set and the same corrections file share it. */
  corrections: ImageCorrections | null;
}

/** A data set as one view has it open. */
export interface Handle extends Overlays {
  data: OpenData;
}

/** A data set in memory, or being read. */
interface Entry {
  key: string;
  location: DataLocation;
  fingerprint: string;
  work: KeptWork<OpenData>;
  /** Those who have it open, and those who wait for it. */
  users: number;
}

/** The data sets that are open: each is in memory once, however many views show it. */
export class DataLibrary {
  private readonly entries = new Set<Entry>();
  private readonly handles = new Map<number, Handle & { entry: Entry }>();
  private nextNumber = 1;

  /** @returns the number by which it is called from now on @throws UserError, and the signal's reason */
  async open(location: DataLocation, signal: AbortSignal, progress: (progress: Progress) => void): Promise<number> {
    const fingerprint = await fingerprintOf(location, signal);
    const key = keyOf(location);
    const entry = this.findEntry(key, fingerprint) ?? this.add({ key, location, fingerprint });
    entry.users++;
    try {
      const data = await entry.work.get(signal, progress);
      const number = this.nextNumber++;
      this.handles.set(number, { data, predictions: null, corrections: null, entry });
      return number;
    } catch (error) {
      this.leave(entry);
      throw error;
    }
  }

  close(number: number): void {
    const handle = this.handles.get(number);
    if (!handle) return;
    this.handles.delete(number);
    this.leave(handle.entry);
  }

  find(number: number): Handle | undefined {
    return this.handles.get(number);
  }

  /** @throws Error if nothing of that number is open */
  get(number: number): Handle {
    const handle = this.find(number);
    if (!handle) throw new Error(`no data set is open as number ${number}`);
    return handle;
  }

  /** From now on the view sees what a corrections file says, or none. @returns what it sees, maybe not read yet */
  useCorrections(number: number, file: string | null): ImageCorrections | null {
    const handle = this.get(number);
    const { data, corrections } = handle;
    const wanted = file === null ? null : path.resolve(file);
    if ((corrections?.file ?? null) === wanted) return corrections;
    const others = [...this.handles.values()].filter((other) => other.data === data);
    const shared = others.find((other) => other.corrections?.file === wanted)?.corrections;
    handle.corrections = wanted === null ? null : (shared ?? new ImageCorrections(data, wanted));
    return handle.corrections;
  }

  /** Whether its files are no longer those that were read, or gone. */
  async hasChanged(number: number, signal: AbortSignal): Promise<boolean> {
    this.get(number);
    const { entry } = this.handles.get(number)!;
    try {
      return (await fingerprintOf(entry.location, signal)) !== entry.fingerprint;
    } catch (error) {
      if (signal.aborted) throw error;
      return true;
    }
  }

  private findEntry(key: string, fingerprint: string): Entry | undefined {
    return [...this.entries].find((entry) => entry.key === key && entry.fingerprint === fingerprint);
  }

  private add({ key, location, fingerprint }: Pick<Entry, 'key' | 'location' | 'fingerprint'>): Entry {
    const work = new KeptWork((signal, progress) => readOpenData(location, signal, progress));
    const entry: Entry = { key, location, fingerprint, work, users: 0 };
    this.entries.add(entry);
    return entry;
  }

  private leave(entry: Entry): void {
    if (--entry.users > 0) return;
    this.entries.delete(entry);
    entry.work.value?.close();
    // What was under way has to let go of the pixels first.
    setImmediate(freeMemory);
  }
}

function keyOf({ path: at, classesFile = '', invert = 'auto', fit = 'contain' }: DataLocation): string {
  return JSON.stringify([path.resolve(at), classesFile && path.resolve(classesFile), invert, fit]);
}
