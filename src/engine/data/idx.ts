import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { IMAGE_BYTES, IMAGE_SIDE } from '../../shared/classes';
import { UserError } from '../../shared/userError';
import { openBytes, type ByteSource, UNPACKED_LIMIT } from './byteSource';
import { labelOutside, type ClassList } from './classNames';
import { allocateImages, MAX_IMAGES } from './imageStore';
import type { ReadOptions } from './readOptions';
import { fitToImage } from './resize';

// The format: http://yann.lecun.com/exdb/mnist/ - two zero bytes, the type (8 = unsigned bytes), the number of
// dimensions, the size of each as a big-endian 32-bit number, then the values.
const IMAGES_MAGIC = 0x00000803;
const LABELS_MAGIC = 0x00000801;
const MAX_SIDE = 1024;

/** `train-images-idx3-ubyte.gz` -> prefix `train`, kind `images`. */
const IDX_NAME = /^(?:(?<prefix>.*?)[-_. ])?(?<kind>images|labels)[-_.]idx[13][-_.]ubyte(?<gz>\.gz)?$/i;

export interface IdxName {
  prefix: string;
  kind: 'images' | 'labels';
  gzipped: boolean;
}

/** What a file's name says if it is a usual one for IDX, else null. */
export function parseIdxName(file: string): IdxName | null {
  const parts = IDX_NAME.exec(path.basename(file))?.groups as
    { prefix?: string; kind: string; gz?: string } | undefined;
  if (!parts) return null;
  return {
    prefix: parts.prefix ?? '',
    kind: parts.kind.toLowerCase() as IdxName['kind'],
    gzipped: parts.gz !== undefined,
  };
}

/** Whether a file begins as an IDX file does. */
export function looksLikeIdx(head: Uint8Array): boolean {
  return head.length >= 4 && head[0] === 0 && head[1] === 0 && head[2] >= 8 && head[2] <= 14 && head[3] <= 4;
}

/**
 * Pixels [count, 28, 28] of an images file. Pictures of another size are resized with their values kept.
 * @throws UserError
 */
export function readIdxImages(file: string, options: ReadOptions = {}): Promise<{ count: number; pixels: Uint8Array }> {
  return withReader(file, options, async (reader) => {
    const [count, height, width] = await reader.header(IMAGES_MAGIC, 3);
    if (count === 0)
      throw new UserError(l10n.t('the header says 0 images'), l10n.t('give a file that holds images'), { file });
    checkCount(count, 'images', file);
    if (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE) {
      const problem = l10n.t('the header says pictures of {0} x {1}, not 1 to {2} a side', height, width, MAX_SIDE);
      throw new UserError(problem, FETCH, { file });
    }
    reader.checkSize(count * height * width, l10n.t('{0} images of {1} x {2}', count, height, width));
    const pixels = allocateImages(count, file);
    if (height === IMAGE_SIDE && width === IMAGE_SIDE) {
      await reader.fill(pixels);
    } else {
      const picture = new Uint8Array(height * width);
      for (let index = 0; index < count; index++) {
        await reader.fill(picture);
        pixels.set(fitToImage({ width, height, grey: picture }, options.fit), index * IMAGE_BYTES);
      }
    }
    await reader.end();
    return { count, pixels };
  });
}

/** The labels of a labels file, each checked against the classes. @throws UserError */
export async function readIdxLabels(file: string, classes: ClassList, options: ReadOptions = {}): Promise<Uint8Array> {
  const labels = await withReader(file, options, async (reader) => {
    const [count] = await reader.header(LABELS_MAGIC, 1);
    checkCount(count, 'labels', file);
    reader.checkSize(count, l10n.t('{0} labels', count));
    const bytes = new Uint8Array(count);
    await reader.fill(bytes);
    await reader.end();
    return bytes;
  });
  const wrong = labels.findIndex((label) => label >= classes.names.length);
  if (wrong >= 0) throw labelOutside(labels[wrong], classes, { file }, wrong);
  return labels;
}

function checkCount(count: number, what: 'images' | 'labels', file: string): void {
  if (count <= MAX_IMAGES) return;
  const problem =
    what === 'images'
      ? l10n.t('the header says {0} images, more than the limit of {1}', count, MAX_IMAGES)
      : l10n.t('the header says {0} labels, more than the limit of {1}', count, MAX_IMAGES);
  throw new UserError(problem, FETCH, { file });
}

async function withReader<T>(file: string, options: ReadOptions, work: (reader: IdxReader) => Promise<T>): Promise<T> {
  const reader = new IdxReader(file, await openBytes(file, options), options);
  try {
    return await work(reader);
  } finally {
    await reader.close();
  }
}

const FETCH = l10n.t('fetch or write the file again');

/** Hands out the bytes of a file in order. */
class IdxReader {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private chunk = new Uint8Array(0);
  private at = 0;
  private headerBytes = 0;
  private said = '';

  constructor(
    private readonly file: string,
    private readonly source: ByteSource,
    private readonly options: ReadOptions,
  ) {
    this.chunks = source.chunks[Symbol.asyncIterator]();
  }

  /** The sizes of the dimensions. @throws UserError if the file is empty or its magic number is not `magic`. */
  async header(magic: number, dimensions: number): Promise<number[]> {
    const head = Buffer.alloc(4 + 4 * dimensions);
    const got = await this.read(head);
    if (got === 0) return this.fail(l10n.t('the file is empty'), FETCH);
    if (got >= 4 && head.readUInt32BE() !== magic) {
      const found = head.readUInt32BE();
      const hex = found.toString(16).padStart(8, '0');
      if (found === LABELS_MAGIC) {
        return this.fail(l10n.t('holds labels where images are expected'), l10n.t('give the images file'));
      }
      if (found === IMAGES_MAGIC) {
        return this.fail(l10n.t('holds images where labels are expected'), l10n.t('give the labels file'));
      }
      const wanted = magic.toString(16).padStart(8, '0');
      const problem = l10n.t('begins with 0x{0}, not with 0x{1}', hex, wanted);
      return this.fail(problem, l10n.t('give an IDX file of unsigned bytes'));
    }
    if (got < head.length) return this.fail(l10n.t('truncated: {0} bytes, not even a whole header', got), FETCH);
    this.headerBytes = head.length;
    return Array.from({ length: dimensions }, (_, index) => head.readUInt32BE(4 + 4 * index));
  }

  /** Compares what the header says with the size of the file, before room is made for it. */
  checkSize(bytes: number, said: string): void {
    this.said = said;
    const { maximumBytes, gzipped } = this.source;
    const whole = this.headerBytes + bytes;
    const limit = this.options.unpackedLimit ?? UNPACKED_LIMIT;
    if (whole > limit) {
      const problem = l10n.t('the header says {0}: {1} bytes, above the limit of {2}', said, whole, limit);
      this.fail(problem, l10n.t('split the data'));
    }
    if (whole > maximumBytes) {
      const problem = gzipped
        ? l10n.t('truncated: the header says {0}, but the file is far too small for that', said)
        : l10n.t('truncated: the header says {0}, but the file has {1} bytes, not {2}', said, maximumBytes, whole);
      this.fail(problem, FETCH);
    }
    if (!gzipped && whole < maximumBytes) {
      this.fail(l10n.t('the header says {0}: {1} bytes, but the file has {2}', said, whole, maximumBytes), FETCH);
    }
  }

  /** Fills `target` from the file. @throws UserError if the file ends before. */
  async fill(target: Uint8Array): Promise<void> {
    const got = await this.read(target);
    if (got < target.length) {
      this.fail(l10n.t('truncated: the data ends before the {0} that its header says', this.said), FETCH);
    }
  }

  /** @throws UserError if the file goes on. */
  async end(): Promise<void> {
    if ((await this.read(new Uint8Array(1))) > 0) {
      this.fail(l10n.t('holds more than the {0} that its header says', this.said), FETCH);
    }
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private async read(target: Uint8Array): Promise<number> {
    let filled = 0;
    while (filled < target.length) {
      if (this.at === this.chunk.length) {
        const next = await this.chunks.next();
        if (next.done) break;
        this.chunk = next.value as Uint8Array<ArrayBuffer>;
        this.at = 0;
        this.options.progress?.(this.source.fraction());
      }
      const count = Math.min(target.length - filled, this.chunk.length - this.at);
      target.set(this.chunk.subarray(this.at, this.at + count), filled);
      this.at += count;
      filled += count;
    }
    return filled;
  }

  private fail(problem: string, remedy: string): never {
    throw new UserError(problem, remedy, { file: this.file });
  }
}
