// What a run's model says of a data set, kept beside the run: `<run folder>/predictions/<16 digits of the hash>.bin`.
// The compute process writes it, the data process reads it. After 64 bytes of header (8 "FMPREDS1"; the number of images
// and of classes, 32 bits each; 32 the hash of the data; 16 zeros) the probabilities follow as 32-bit numbers, [images,
// classes]; all little-endian.
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { writeAtomically } from './atomicWrite';
import { withFileErrors } from './data/fileErrors';

const MAGIC = 'FMPREDS1';
const HEADER_BYTES = 64;
/** Read at a time, about. */
const BLOCK_BYTES = 1 << 20;

/** Which data a file must be about. */
export interface PredictedData {
  /** As `hashSplits` computes it. */
  hash: string;
  count: number;
  classCount: number;
}

export function predictionsFile(runFolder: string, hash: string): string {
  return path.join(runFolder, 'predictions', `${hash.slice(0, 16)}.bin`);
}

/** Takes away all that is kept: the run is about to have another model. @throws UserError where it may not be deleted */
export async function forgetPredictions(runFolder: string): Promise<void> {
  const folder = path.dirname(predictionsFile(runFolder, ''));
  await withFileErrors(folder, () => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
}

/** Writes the whole file or none. @param probabilities [count, classCount] row-major @throws UserError */
export async function writePredictions(
  runFolder: string,
  { hash, count, classCount }: PredictedData,
  probabilities: Float32Array,
): Promise<void> {
  const bytes = Buffer.alloc(HEADER_BYTES + probabilities.byteLength);
  bytes.write(MAGIC, 'latin1');
  bytes.writeUInt32LE(count, 8);
  bytes.writeUInt32LE(classCount, 12);
  bytes.write(hash, 16, 'hex');
  bytes.set(new Uint8Array(probabilities.buffer, probabilities.byteOffset, probabilities.byteLength), HEADER_BYTES);
  await writeAtomically(predictionsFile(runFolder, hash), bytes);
}

/**
 * Reads the probabilities in blocks of whole images: never all of them are in memory.
 * @returns false where there is no such file, or one that is damaged or about other data
 * @throws UserError where it may not be read
 */
export async function readPredictions(
  runFolder: string,
  data: PredictedData,
  block: (probabilities: Float32Array, firstImage: number) => void,
): Promise<boolean> {
  const { hash, count, classCount } = data;
  const file = predictionsFile(runFolder, hash);
  return withFileErrors(file, async () => {
    const handle = await open(file).catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
      throw error;
    });
    if (!handle) return false;
    try {
      const stat = await handle.stat();
      const imageBytes = classCount * 4;
      if (!stat.isFile() || stat.size !== HEADER_BYTES + count * imageBytes) return false;
      const header = Buffer.alloc(HEADER_BYTES);
      await handle.read(header, 0, HEADER_BYTES, 0);
      if (!isHeaderOf(header, data)) return false;
      const images = Math.max(1, Math.floor(BLOCK_BYTES / imageBytes));
      for (let first = 0; first < count; first += images) {
        const floats = new Float32Array(Math.min(images, count - first) * classCount);
        const bytes = new Uint8Array(floats.buffer);
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, HEADER_BYTES + first * imageBytes);
        if (bytesRead < bytes.length) return false;
        block(floats, first);
      }
      return true;
    } finally {
      await handle.close();
    }
  });
}

function isHeaderOf(header: Buffer, { hash, count, classCount }: PredictedData): boolean {
  return (
    header.toString('latin1', 0, 8) === MAGIC &&
    header.readUInt32LE(8) === count &&
    header.readUInt32LE(12) === classCount &&
    header.toString('hex', 16, 48) === hash
  );
}
