import * as l10n from '@vscode/l10n';
import { IMAGE_BYTES } from '../../shared/classes';
import { UserError } from '../../shared/userError';
import { openBytes, type ByteSource } from './byteSource';
import { parseLine, readLayout, type ColumnLayout } from './csvLine';
import type { ClassList } from './classNames';
import { ImageStore } from './imageStore';
import type { ReadOptions } from './readOptions';

/** What a CSV holds. */
export interface CsvImages {
  count: number;
  /** [count, 28, 28] row-major, 0-255. */
  pixels: Uint8Array;
  labels: Uint8Array | null;
  /** The line of each image in the file, from 1. */
  rows: Uint32Array;
}

/** Lines that are longer hold no image: 785 quoted three-digit numbers take under 5 kB. */
const MAX_LINE_BYTES = 64 * 1024;

/** The longest line that the fast path meets: 785 three-digit numbers, each with its comma, and a line end. */
const PLAIN_LINE_BYTES = (IMAGE_BYTES + 1) * 4 + 1;

/** The shortest possible line: 784 one-digit numbers, each with a comma or line end. */
const SHORTEST_LINE_BYTES = IMAGE_BYTES * 2;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const COMMA = 44;
const ZERO = 48;

/**
 * Reads `label,pixel1..pixel784`, plain or gzip, in one pass and without ever holding the text.
 * @throws UserError with file, row and column at the first thing that is wrong.
 */
export async function readCsv(file: string, classes: ClassList, options: ReadOptions = {}): Promise<CsvImages> {
  const source = await openBytes(file, options);
  const reader = new CsvReader(file, classes, source);
  let work = new Uint8Array(0);
  let kept = 0; // bytes of a line that the last chunk broke off, at the start of `work`
  for await (const chunk of source.chunks) {
    const length = kept + chunk.length;
    if (length > work.length) {
      const larger = new Uint8Array(length + MAX_LINE_BYTES);
      larger.set(work.subarray(0, kept));
      work = larger;
    }
    work.set(chunk, kept);
    const done = reader.read(work, length);
    kept = length - done;
    if (kept > MAX_LINE_BYTES) reader.failOnLongLine(work.subarray(done, length));
    work.copyWithin(0, done, length);
    options.progress?.(source.fraction());
  }
  reader.readLast(work.subarray(0, kept));
  return reader.finish();
}

/** Takes the bytes of a CSV piece by piece and gathers its images. */
class CsvReader {
  private layout: ColumnLayout | null = null;
  private row = 0;
  private count = 0;
  private store: ImageStore;

  constructor(
    private readonly file: string,
    private readonly classes: ClassList,
    source: ByteSource,
  ) {
    this.store = new ImageStore(file, Math.ceil(source.likelyBytes / SHORTEST_LINE_BYTES) + 1);
  }

  /** Reads the whole lines in the first `length` bytes. Returns how many bytes they take. */
  read(bytes: Uint8Array, length: number): number {
    let at = 0;
    for (;;) {
      if (this.layout && length - at >= PLAIN_LINE_BYTES) {
        const next = this.readPlainLine(bytes, at, this.layout);
        if (next > 0) {
          at = next;
          continue;
        }
      }
      const end = bytes.indexOf(LINE_FEED, at);
      if (end < 0 || end >= length) return at;
      this.readLine(bytes.subarray(at, end));
      at = end + 1;
    }
  }

  /** Reads what follows the last line feed. */
  readLast(bytes: Uint8Array): void {
    if (bytes.length > 0) this.readLine(bytes);
  }

  finish(): CsvImages {
    const { file, count } = this;
    if (this.row === 0)
      throw new UserError(l10n.t('the file is empty'), l10n.t('give a file with one image a line'), { file });
    if (count === 0) {
      const problem = this.layout ? l10n.t('there is a header but no rows') : l10n.t('all its lines are blank');
      throw new UserError(problem, l10n.t('give a file with one image a line'), { file });
    }
    const { pixels, labels, rows } = this.store.take(count);
    return { count, pixels, labels: this.layout!.labelColumn === null ? null : labels, rows };
  }

  failOnLongLine(bytes: Uint8Array): never {
    const place = { file: this.file, row: this.row + 1 };
    if (bytes.includes(0))
      throw new UserError(l10n.t('is no text'), l10n.t('give a CSV, an IDX file or a folder of pictures'), place);
    const remedy = bytes.includes(CARRIAGE_RETURN)
      ? l10n.t('end lines with LF or CRLF, not with CR alone')
      : l10n.t('give one image a line: 784 pixels, and before them its label');
    throw new UserError(l10n.t('the line is longer than {0} KiB', MAX_LINE_BYTES / 1024), remedy, place);
  }

  /**
   * The fast path: a line of bare numbers of one to three digits. Returns where the next line begins, or -1 where
   * anything is out of the ordinary; `readLine` then sees to that line.
   */
  private readPlainLine(bytes: Uint8Array, start: number, { labelColumn, columns }: ColumnLayout): number {
    const store = this.store.reserve(this.count);
    const { pixels } = store;
    let at = start;
    let out = this.count * IMAGE_BYTES;
    const end = out + IMAGE_BYTES;
    if (labelColumn !== null) {
      if (labelColumn > 0) {
        at = plainNumbers(bytes, at, pixels, out, labelColumn);
        if (at < 0) return -1;
        out += labelColumn;
      }
      const label = plainNumber(bytes, at);
      if (label < 0 || label >= this.classes.names.length) return -1;
      at += label < 10 ? 1 : label < 100 ? 2 : 3;
      store.labels[this.count] = label;
      if (labelColumn === columns - 1) return this.plainLineEnd(bytes, at);
      if (bytes[at++] !== COMMA) return -1;
    }
    at = plainNumbers(bytes, at, pixels, out, end - out - 1);
    if (at < 0) return -1;
    const last = plainNumber(bytes, at);
    if (last < 0) return -1;
    pixels[end - 1] = last;
    at += last < 10 ? 1 : last < 100 ? 2 : 3;
    return this.plainLineEnd(bytes, at);
  }

  private plainLineEnd(bytes: Uint8Array, end: number): number {
    let at = end;
    if (bytes[at] === CARRIAGE_RETURN) at++;
    if (bytes[at] !== LINE_FEED) return -1;
    this.row++;
    this.store.rows[this.count++] = this.row;
    return at + 1;
  }

  /** Any line, without its line feed. @throws UserError with the place of what is wrong in it. */
  private readLine(bytes: Uint8Array): void {
    if (bytes.length > MAX_LINE_BYTES) this.failOnLongLine(bytes);
    const place = { file: this.file, row: ++this.row };
    const line = this.row === 1 ? withoutByteOrderMark(bytes) : bytes;
    if (isBlank(line)) return;
    if (!this.layout) {
      const { isHeader, ...layout } = readLayout(line, place);
      this.layout = layout;
      if (isHeader) return;
    }
    const store = this.store.reserve(this.count);
    const label = parseLine(line, this.layout, store.pixels.subarray(this.count * IMAGE_BYTES), this.classes, place);
    if (label !== null) store.labels[this.count] = label;
    store.rows[this.count++] = this.row;
  }
}

/**
 * Reads `count` numbers, each with a comma behind it, into `out` from `start`. Returns where the next one begins, or -1
 * if one is not a bare number of one to three digits up to 255. This loop sees every pixel; it is what makes the reader
 * fast.
 */
function plainNumbers(bytes: Uint8Array, from: number, out: Uint8Array, start: number, count: number): number {
  let at = from;
  const end = start + count;
  for (let index = start; index < end; index++) {
    let value = bytes[at] - ZERO;
    let next = bytes[at + 1];
    if (value >>> 0 > 9) return -1;
    if (next === COMMA) {
      out[index] = value;
      at += 2;
      continue;
    }
    next -= ZERO;
    if (next >>> 0 > 9) return -1;
    value = value * 10 + next;
    next = bytes[at + 2]!;
    if (next === COMMA) {
      out[index] = value;
      at += 3;
      continue;
    }
    next -= ZERO;
    if (next >>> 0 > 9) return -1;
    value = value * 10 + next;
    if (value > 255 || bytes[at + 3] !== COMMA) return -1;
    out[index] = value;
    at += 4;
  }
  return at;
}

/** The bare number of one to three digits at `at`, or -1. */
function plainNumber(bytes: Uint8Array, at: number): number {
  let value = bytes[at] - ZERO;
  if (value >>> 0 > 9) return -1;
  for (let next = at + 1; next < at + 3; next++) {
    const digit = bytes[next] - ZERO;
    if (digit >>> 0 > 9) break;
    value = value * 10 + digit;
  }
  return value <= 255 ? value : -1;
}

function withoutByteOrderMark(line: Uint8Array): Uint8Array {
  return line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? line.subarray(3) : line;
}

const SPACE = 32;
const TAB = 9;

function isBlank(line: Uint8Array): boolean {
  return line.every((byte) => byte === SPACE || byte === TAB || byte === CARRIAGE_RETURN);
}
