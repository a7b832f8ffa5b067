import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { z } from 'zod';
import type { EpochMetrics } from '../../shared/contracts/jobs';
import { UserError } from '../../shared/userError';
import { writeAtomically } from '../atomicWrite';
import type { Weights } from './forwardBackward';
import type { TrainerState } from './trainer';

/** All that an interrupted run needs to go on as if nothing had happened. */
export interface Checkpoint {
  /** Of the epochs done. */
  history: EpochMetrics[];
  state: TrainerState;
  /** The best epoch so far, from 1, and its weights. */
  best: { epoch: number; weights: Weights };
  /** The whole job so far, over all its processes. */
  seconds: number;
}

const FILE = 'checkpoint.bin';

const measured = z.number();
const headerSchema = z.object({
  history: z.array(
    z.object({
      epoch: z.int(),
      trainLoss: measured,
      trainAccuracy: measured,
      validationLoss: measured,
      validationAccuracy: measured,
      learningRate: measured,
      seconds: measured,
      imagesPerSecond: measured,
    }) satisfies z.ZodType<EpochMetrics>,
  ),
  bestEpoch: z.int(),
  seconds: measured,
  step: z.int(),
  flip: z.boolean(),
  sizes: z.array(z.int()),
});

/**
 * One file: the length of a JSON text (4 bytes, little-endian), the text, padding to 4 bytes, then the arrays as
 * little-endian floats one after the other. It replaces the last one whole or not at all.
 */
export async function saveCheckpoint(folder: string, { history, state, best, seconds }: Checkpoint): Promise<void> {
  const arrays = [
    state.weights.parameters,
    state.weights.statistics,
    best.weights.parameters,
    best.weights.statistics,
    ...state.optimizer,
  ];
  const { step, flip } = state;
  const sizes = arrays.map((array) => array.length);
  const json = JSON.stringify({ history, bestEpoch: best.epoch, seconds, step, flip, sizes });
  const text = Buffer.from(json + ' '.repeat(3 - ((Buffer.byteLength(json) + 3) % 4)));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const bytes = arrays.map((array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength));
  await writeAtomically(path.join(folder, FILE), Buffer.concat([length, text, ...bytes]));
}

/** Reads a checkpoint into `state` (of a trainer of the same network); null when there is none. @throws UserError */
export async function loadCheckpoint(folder: string, state: TrainerState): Promise<Checkpoint | null> {
  const file = path.join(folder, FILE);
  const bytes = await readFile(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });
  if (!bytes) return null;
  const damaged = () =>
    new UserError(l10n.t('is damaged or of another network'), l10n.t('delete the run and train anew'), { file });
  const textLength = bytes.length < 4 ? 0 : bytes.readUInt32LE();
  const header = parseHeader(bytes.subarray(4, 4 + textLength).toString());
  if (!header) throw damaged();
  const best = { parameters: state.weights.parameters.slice(), statistics: state.weights.statistics.slice() };
  const targets = [
    state.weights.parameters,
    state.weights.statistics,
    best.parameters,
    best.statistics,
    ...state.optimizer,
  ];
  const whole = 4 + textLength + 4 * targets.reduce((sum, { length }) => sum + length, 0);
  if (header.sizes.join() !== targets.map(({ length }) => length).join() || bytes.length !== whole) throw damaged();
  let at = 4 + textLength;
  for (const target of targets) {
    bytes.copy(new Uint8Array(target.buffer, target.byteOffset, target.byteLength), 0, at);
    at += target.byteLength;
  }
  const { step, flip, history, bestEpoch, seconds } = header;
  Object.assign(state, { step, flip });
  return { history, state, best: { epoch: bestEpoch, weights: best }, seconds };
}

function parseHeader(text: string): z.infer<typeof headerSchema> | null {
  try {
    return headerSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export async function removeCheckpoint(folder: string): Promise<void> {
  await rm(path.join(folder, FILE), { force: true });
}
