import fs from 'node:fs';
import { pipeline } from 'node:stream';
import zlib from 'node:zlib';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../shared/userError';
import { withFileErrors } from './fileErrors';

/** The most that a gzip file may unpack to, in bytes: far above any real set, far below what fills a machine. */
export const UNPACKED_LIMIT = 2 * 1024 ** 3;

/** Bytes read from disk at a time. */
const CHUNK_BYTES = 1 << 20;

/** Deflate cannot pack more than 1,032 bytes into one. */
const DEFLATE_RATIO = 1032;

/** A file as a stream of its bytes, unpacked if it is gzip, whatever its name. */
export interface ByteSource {
  /** Upper bound of the unpacked size in bytes; exact for a plain file. */
  maximumBytes: number;
  /** The unpacked size in bytes: exact for a plain file; for gzip what its trailer claims, not to be relied on. */
  likelyBytes: number;
  gzipped: boolean;
  /** The bytes in pieces. A piece is valid until the next one is asked for. */
  chunks: AsyncIterable<Uint8Array>;
  /** The share of the file that has been read, 0 to 1. */
  fraction: () => number;
}

export interface ByteSourceOptions {
  signal?: AbortSignal;
  unpackedLimit?: number;
}

/** Opens `file`. @throws UserError if it is missing, unreadable or no plain file; `chunks` throws UserError too. */
export async function openBytes(file: string, options: ByteSourceOptions = {}): Promise<ByteSource> {
  return withFileErrors(file, async () => {
    const { size, head, tail } = await inspect(file);
    if (head[0] !== 0x1f || head[1] !== 0x8b) return plainBytes(file, size, options);
    const source = gzipBytes(file, size, options);
    source.likelyBytes = Math.min(source.maximumBytes, tail.length === 4 ? tail.readUInt32LE() : 0);
    return source;
  });
}

/** The first bytes of `file`, unpacked if it is gzip; fewer than `count` if it is shorter. @throws UserError */
export async function firstBytes(file: string, count: number): Promise<Uint8Array> {
  const source = await openBytes(file);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.chunks) {
    pieces.push(Uint8Array.from(chunk.subarray(0, count - length)));
    length += chunk.length;
    if (length >= count) break;
  }
  return Buffer.concat(pieces);
}

/** Size, first four and last four bytes. A pipe or a device is refused before it can make the reader wait for ever. */
async function inspect(file: string): Promise<{ size: number; head: Buffer; tail: Buffer }> {
  const stat = await fs.promises.stat(file);
  if (!stat.isFile()) {
    throw new UserError(
      stat.isDirectory() ? l10n.t('is a folder, not a file') : l10n.t('is no plain file'),
      l10n.t('check the path'),
      {
        file,
      },
    );
  }
  const handle = await fs.promises.open(file, 'r');
  try {
    const head = Buffer.alloc(4);
    const tail = Buffer.alloc(4);
    const { bytesRead } = await handle.read(head, 0, 4, 0);
    const last = await handle.read(tail, 0, 4, Math.max(0, stat.size - 4));
    return { size: stat.size, head: head.subarray(0, bytesRead), tail: tail.subarray(0, last.bytesRead) };
  } finally {
    await handle.close();
  }
}

function plainBytes(file: string, size: number, { signal }: ByteSourceOptions): ByteSource {
  let position = 0;

  async function* read() {
    const handle = await fs.promises
      .open(file, 'r')
      .catch((error: unknown) => withFileErrors(file, () => Promise.reject(error as Error)));
    // Two buffers: while one is worked on, the other is being filled by another thread.
    let ready = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    let filling = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    let pending = handle.read(filling, 0, CHUNK_BYTES, 0);
    try {
      for (;;) {
        signal?.throwIfAborted();
        const { bytesRead } = await withFileErrors(file, () => pending);
        if (bytesRead === 0) return;
        position += bytesRead;
        [ready, filling] = [filling, ready];
        pending = handle.read(filling, 0, CHUNK_BYTES, position);
        yield ready.subarray(0, bytesRead) as Uint8Array;
      }
    } finally {
      await pending.catch(() => undefined);
      await handle.close();
    }
  }
  return {
    maximumBytes: size,
    likelyBytes: size,
    gzipped: false,
    chunks: read(),
    fraction: () => share(position, size),
  };
}

function gzipBytes(
  file: string,
  size: number,
  { signal, unpackedLimit = UNPACKED_LIMIT }: ByteSourceOptions,
): ByteSource {
  let bytesRead = 0;

  async function* read() {
    const packed = fs.createReadStream(file, { highWaterMark: CHUNK_BYTES / 4 });
    const unpacked = zlib.createGunzip({ chunkSize: CHUNK_BYTES / 4 });
    pipeline(packed, unpacked, () => undefined);
    let length = 0;
    try {
      for await (const chunk of unpacked as AsyncIterable<Buffer>) {
        signal?.throwIfAborted();
        bytesRead = packed.bytesRead;
        length += chunk.length;
        if (length > unpackedLimit) throw new UserError(...tooMuch(unpackedLimit), { file });
        yield chunk as Uint8Array;
      }
    } catch (error) {
      await withFileErrors(file, () => Promise.reject(error as Error));
    }
  }
  return {
    maximumBytes: Math.min(unpackedLimit, size * DEFLATE_RATIO),
    likelyBytes: 0,
    gzipped: true,
    chunks: read(),
    fraction: () => share(bytesRead, size),
  };
}

const share = (part: number, whole: number) => (whole > 0 ? Math.min(1, part / whole) : 1);

function tooMuch(limit: number): [string, string] {
  const amount = limit >= 1024 ** 3 ? l10n.t('{0} GiB', limit / 1024 ** 3) : l10n.t('{0} bytes', limit);
  return [
    l10n.t('unpacks to more than {0}, the limit for one file', amount),
    l10n.t('split the data, or unpack it if you trust it'),
  ];
}
