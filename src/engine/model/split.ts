import { Random } from '../random';

/**
 * Holds out a share of each class for validation, drawn by seed. A class of two or more images gives at least one and
 * keeps at least one.
 * @returns sorted indices into `labels`.
 */
export function stratifiedSplit(
  labels: Uint8Array,
  classes: number,
  share: number,
  seed: number,
): { train: Uint32Array; validation: Uint32Array } {
  const byClass = Array.from({ length: classes }, () => [] as number[]);
  for (let i = 0; i < labels.length; i++) byClass[labels[i]].push(i);
  const train: number[] = [];
  const validation: number[] = [];
  for (const [label, indices] of byClass.entries()) {
    new Random(seed, 'split', label).shuffle(indices);
    const wanted = Math.round(indices.length * share);
    const held = indices.length < 2 ? 0 : Math.min(indices.length - 1, Math.max(share > 0 ? 1 : 0, wanted));
    validation.push(...indices.slice(0, held));
    train.push(...indices.slice(held));
  }
  return { train: Uint32Array.from(train).sort(), validation: Uint32Array.from(validation).sort() };
}
