import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { WeightsComparison } from '../shared/contracts/engine';
import { UserError } from '../shared/userError';

/**
 * Compares the weights of two runs bit by bit, as they lie on the disk.
 * @param a a run folder, as `b`
 * @throws UserError when one has no model
 */
export async function compareWeights({ a, b }: { a: string; b: string }): Promise<WeightsComparison> {
  const [first, second] = await Promise.all([a, b].map(readWeights));
  if (first.manifest !== second.manifest) return { equal: false, largestDifference: null };
  if (first.bytes.equals(second.bytes)) return { equal: true, largestDifference: 0 };
  if (first.bytes.length !== second.bytes.length || first.bytes.length % 4) {
    return { equal: false, largestDifference: null };
  }
  let largest = 0;
  for (let at = 0; at < first.bytes.length; at += 4) {
    largest = Math.max(largest, Math.abs(first.bytes.readFloatLE(at) - second.bytes.readFloatLE(at)));
  }
  return { equal: false, largestDifference: Number.isNaN(largest) ? null : largest };
}

/** Names and shapes of the weights, and their bytes. */
async function readWeights(runFolder: string): Promise<{ manifest: string; bytes: Buffer }> {
  const file = path.join(runFolder, 'model', 'model.json');
  try {
    const { weightsManifest } = JSON.parse(await readFile(file, 'utf8')) as { weightsManifest?: unknown };
    return {
      manifest: JSON.stringify(weightsManifest),
      bytes: await readFile(path.join(runFolder, 'model', 'weights.bin')),
    };
  } catch {
    throw new UserError(l10n.t('has no model that can be read'), l10n.t('choose a finished run'), { file: runFolder });
  }
}
