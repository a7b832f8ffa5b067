import fs from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { DamagedPictureError } from './decodePicture';

/** No picture that a person would train on is larger. */
const MAX_FILE_BYTES = 256 * 1024 ** 2;

/** Files of fewer bytes are read into one buffer. */
const SMALL = 64 * 1024;

/** Files being read at a time where files come slowly. */
const READ_AHEAD = 16;

/** Milliseconds a file from which on it is worth reading several at a time. */
const SLOW = 0.5;

/** How long, in milliseconds, the event loop may wait for us: a cancel must get through. */
const TURN = 50;

/**
 * Whole files, one after the other. From a quick disk they are read on the spot, which is ten times faster than through
 * the thread pool; once they come slowly (a network, a cold disk), many are read at a time.
 */
export class FileQueue {
  private taken = 0;
  private spent = 0;
  private lastTurn = performance.now();
  private readonly small = Buffer.allocUnsafe(SMALL);
  private readonly ahead: Promise<Buffer | Error>[] = [];

  constructor(
    private readonly files: readonly string[],
    private readonly slow = SLOW,
  ) {}

  /** The bytes of the next file, until the one after it is asked for; or why it cannot be read. */
  async next(): Promise<Buffer | Error> {
    const now = performance.now();
    if (now - this.lastTurn > TURN) {
      await setImmediate();
      this.lastTurn = performance.now();
    }
    const index = this.taken++;
    const isSlow = index >= READ_AHEAD && this.spent > this.slow * index;
    if (!isSlow && this.ahead.length === 0) return this.readNow(this.files[index]);
    while (this.ahead.length < READ_AHEAD && index + this.ahead.length < this.files.length) {
      // An error is kept as a value until its turn comes: nobody awaits it yet.
      this.ahead.push(readWhole(this.files[index + this.ahead.length]).catch(asError));
    }
    return this.ahead.shift()!;
  }

  private readNow(file: string): Buffer | Error {
    const start = performance.now();
    try {
      const handle = fs.openSync(file, 'r');
      try {
        // A small file is had without being asked for its size: read until nothing more comes.
        let held = 0;
        for (let read = 1; read > 0 && held < SMALL; held += read) {
          read = fs.readSync(handle, this.small, held, SMALL - held, held);
        }
        if (held < SMALL) return this.small.subarray(0, held);
        checkSize(fs.fstatSync(handle));
        return fs.readFileSync(handle);
      } finally {
        fs.closeSync(handle);
      }
    } catch (error) {
      return asError(error);
    } finally {
      this.spent += performance.now() - start;
    }
  }
}

async function readWhole(file: string): Promise<Buffer> {
  const handle = await fs.promises.open(file, 'r');
  try {
    checkSize(await handle.stat());
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

function checkSize({ size }: fs.Stats): void {
  if (size > MAX_FILE_BYTES)
    throw new DamagedPictureError(l10n.t('the file is larger than {0} MiB', MAX_FILE_BYTES / 1024 ** 2));
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));
