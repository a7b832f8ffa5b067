import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import type { PlacedCorrection } from '../../../shared/contracts/corrections';
import { reviewImages, type ImageReview } from '../../../shared/corrections';
import { UserError } from '../../../shared/userError';
import { MAX_FILE_BYTES, parseCorrections, readBytes } from '../../corrections/readCorrections';
import { freeMemory } from '../freeMemory';

/** What changed since the file was last looked at: the ids of images, or all of them. */
export type ChangedIds = ReadonlySet<string> | 'all';

const NOTHING: ChangedIds = new Set<string>();

/** What the file was when it was read. */
interface Read {
  /** Empty where there was no file. */
  stamp: string;
  bytes: number;
  hash: string;
  /** Lines that ended; only where lines can be added without reading it all anew, else null. */
  lines: number | null;
  /** The line with the names of the columns and what is before it. */
  header: Buffer;
}

/**
 * A corrections file as it is kept up with: what is decided about each image, by its id. Where lines were added, only
 * these are read.
 */
export class FollowedFile {
  /** Of each image; also of those for which all was taken back. */
  reviews = new Map<string, ImageReview>();
  /** Lines that break off. */
  torn = 0;
  /** Why it cannot be read; there are no reviews then. */
  problem: UserError | null = null;
  private corrections = new Map<string, PlacedCorrection[]>();
  private read: Read | null = null;

  constructor(readonly file: string) {}

  /** Looks whether the file is another by its size and times alone, which is at once; then as `readAnew`. */
  async catchUp(): Promise<ChangedIds> {
    return this.read && (await stampOf(this.file)) === this.read.stamp ? NOTHING : this.readAnew();
  }

  /** Reads what is in the file now. */
  async readAnew(): Promise<ChangedIds> {
    // Before the bytes: what is written between the two is noticed the next time.
    const stamp = await stampOf(this.file);
    try {
      const added = this.read && !this.problem ? await readAdded(this.file, this.read) : null;
      return (added && this.takeAdded(added, stamp)) ?? this.takeAll(await readBytes(this.file, true), stamp);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const isSame = this.problem?.message === error.message;
      this.problem = error;
      this.read = { stamp, bytes: 0, hash: '', lines: null, header: Buffer.alloc(0) };
      this.torn = 0;
      this.corrections.clear();
      this.reviews.clear();
      return isSame ? NOTHING : 'all';
    }
  }

  private takeAll(bytes: Buffer, stamp: string): ChangedIds {
    const { corrections, torn, hash } = parseCorrections(bytes, this.file);
    this.corrections.clear();
    for (const correction of corrections) this.add(correction);
    this.reviews = reviewImages(corrections);
    this.torn = torn.length;
    this.problem = null;
    const isWhole = bytes.at(-1) === LF && torn.length === 0;
    const lines = isWhole ? countLines(bytes) : null;
    this.read = { stamp, bytes: bytes.length, hash, lines, header: headerOf(bytes) };
    // Reading takes some twenty times the file.
    if (bytes.length > LARGE) setImmediate(freeMemory);
    return 'all';
  }

  /** @returns null where it can only be understood with what was before it */
  private takeAdded({ added, hash }: Added, stamp: string): ChangedIds | null {
    const read = this.read!;
    if (added.length === 0) {
      read.stamp = stamp;
      return NOTHING;
    }
    if (read.lines === null || added.at(-1) !== LF) return null;
    let parsed: ReturnType<typeof parseCorrections>;
    try {
      parsed = parseCorrections(Buffer.concat([read.header, added]), this.file);
    } catch {
      return null; // read as a whole it is told with the right row
    }
    if (parsed.torn.length > 0) return null;
    const rowsBefore = read.lines - countLines(read.header);
    const touched = new Set<string>();
    for (const correction of parsed.corrections) {
      this.add({ ...correction, row: correction.row + rowsBefore });
      touched.add(correction.imageId);
    }
    for (const id of touched) {
      for (const [, review] of reviewImages(this.corrections.get(id)!)) this.reviews.set(id, review);
    }
    const lines = read.lines + countLines(added);
    this.read = { ...read, stamp, bytes: read.bytes + added.length, hash, lines };
    return touched;
  }

  private add(correction: PlacedCorrection): void {
    const others = this.corrections.get(correction.imageId);
    if (others) others.push(correction);
    else this.corrections.set(correction.imageId, [correction]);
  }
}

const LF = 10;
/** Bytes of a file from which on what its reading leaves behind is cleared away at once. */
const LARGE = 1 << 20;

/** Tells one state of the file from another. The time of change is set by every write, also by one that sets the other. */
async function stampOf(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch {
    return ''; // reading it says why
  }
}

interface Added {
  /** What is behind the bytes that were read before. */
  added: Buffer;
  /** SHA-256 of the whole file, hex. */
  hash: string;
}

/** At a time, of what is only compared: a file of megabytes is looked at after every decision. */
const COMPARED_BYTES = 64 * 1024;

/** @returns null where the file no longer begins with what was read, or cannot be read */
async function readAdded(file: string, { bytes, hash }: Read): Promise<Added | null> {
  const handle = await open(file).catch(() => null);
  if (!handle) return null;
  try {
    const { size } = await handle.stat();
    if (size < bytes || size > MAX_FILE_BYTES) return null;
    const hashing = createHash('sha256');
    const buffer = Buffer.alloc(Math.min(bytes, COMPARED_BYTES));
    for (let at = 0; at < bytes;) {
      const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, bytes - at), at);
      if (bytesRead === 0) return null;
      hashing.update(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
    if (hashing.copy().digest('hex') !== hash) return null;
    const { buffer: behind, bytesRead } = await handle.read(Buffer.alloc(size - bytes), 0, size - bytes, bytes);
    const added = behind.subarray(0, bytesRead);
    return { added, hash: hashing.update(added).digest('hex') };
  } catch {
    return null; // read as a whole it is told why
  } finally {
    await handle.close();
  }
}

/** Lines as the reader counts them: each ends with LF, CR LF or CR. */
function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === LF || (bytes[at] === 13 && bytes[at + 1] !== LF)) lines++;
  }
  return lines;
}

/** The first line that is not blank, and those before it. */
function headerOf(bytes: Buffer): Buffer {
  let at = 0;
  let isBlank = true;
  for (; at < bytes.length; at++) {
    if (bytes[at] === LF || bytes[at] === 13) {
      if (!isBlank) break;
    } else if (![32, 9, 0xef, 0xbb, 0xbf].includes(bytes[at])) isBlank = false;
  }
  if (bytes[at] === 13 && bytes[at + 1] === LF) at++;
  return Buffer.from(bytes.subarray(0, at + 1));
}
