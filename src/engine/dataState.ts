import type { DataLocation, RunRecord } from '../shared/contracts/jobs';
import { readData } from './data/readData';
import { takeDataStamp, type DataStamp } from './dataStamp';
import { chooseTrainingData, splitsToTrainOn } from './model/trainingData';

/** More than this is not read to see whether it is still the same, bytes. */
const MAX_BYTES = 300e6;

/** What was learnt of one location's files, by their stamp: they need not be read twice by a process. */
const hashes = new Map<string, Promise<string | null>>();

/**
 * Looks whether the data of runs is still what they were trained on: by names, sizes and times of its files, and where
 * those have changed, by reading it. One looker serves a list of runs: what they share is looked at once.
 */
export class DataLooker {
  private readonly stamps = new Map<string, Promise<DataStamp | null>>();

  /** Null where only reading a very large set could tell. */
  async stateOf({ settings, data, startedAt }: RunRecord): Promise<'same' | 'changed' | 'missing' | null> {
    const { data: location, validationShare } = settings;
    const found = await this.stampOf(location);
    if (!found) return 'missing';
    if (found.stamp === data.stamp) return 'same';
    // Runs of early versions have no stamp: what was not touched since is the same.
    if (data.stamp === undefined && found.newest < Date.parse(startedAt)) return 'same';
    if (found.bytes > MAX_BYTES) return null;
    const key = JSON.stringify([location, found.stamp]);
    const hash = hashes.get(key) ?? hashOf(location, validationShare);
    hashes.set(key, hash);
    return (await hash) === data.hash ? 'same' : 'changed';
  }

  private stampOf(location: DataLocation): Promise<DataStamp | null> {
    const key = JSON.stringify(location);
    const stamp = this.stamps.get(key) ?? takeDataStamp(location).catch(() => null);
    this.stamps.set(key, stamp);
    return stamp;
  }
}

/** The hash of what training would be given; null where it can no longer be read. */
async function hashOf(location: DataLocation, share: number): Promise<string | null> {
  try {
    const loaded = await readData(location, { choose: splitsToTrainOn });
    // Which images are held out, the share and the seed decide; the hash is of all.
    return chooseTrainingData(loaded, location.path, share, 0).hash;
  } catch {
    return null;
  }
}
