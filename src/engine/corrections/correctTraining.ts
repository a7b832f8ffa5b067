import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { CorrectionsAsked, CorrectionsRead, CorrectionsUsed } from '../../shared/contracts/corrections';
import type { RunRecord } from '../../shared/contracts/jobs';
import { countText } from '../../shared/numbers';
import { UserError } from '../../shared/userError';
import { writeAtomically } from '../atomicWrite';
import type { LoadedData } from '../data/readData';
import type { TrainingData } from '../model/trainingData';
import type { OpenRun } from '../runs';
import { correctLabels } from './correctLabels';
import { parseCorrections, readBytes, refuseTorn } from './readCorrections';

/** The corrections that a run was trained with, in its folder: the file of the workspace grows. */
const KEPT_FILE = 'corrections.csv';

/** The corrections of a training; what became of them is told once they are in the labels. */
export interface TrainingCorrections {
  asked: CorrectionsAsked;
  read: CorrectionsRead;
  /** The file's bytes. */
  bytes: Uint8Array;
  used?: CorrectionsUsed;
  /** One line for a person. */
  told: string;
}

/** Reads corrections to train with. @throws UserError, for a torn line too */
export async function loadCorrections(asked: CorrectionsAsked): Promise<TrainingCorrections> {
  const bytes = await readBytes(asked.file);
  const read = parseCorrections(bytes, asked.file);
  refuseTorn(read, asked.file);
  return { asked, read, bytes, told: '' };
}

/**
 * The same images with corrected labels, those held out too, without the unsure ones where they are to be left out, or
 * with half the weight in the loss for them. Which images are held out, and the hashes, are as for the labels as given: runs before and after can be compared.
 * @param corrections gets `used` and `told`
 * @throws UserError where a new label is none of the classes, or too little is left to train on
 */
export function correctTraining(
  data: TrainingData,
  loaded: Pick<LoadedData, 'splits' | 'classNames'>,
  corrections: TrainingCorrections,
): TrainingData {
  const { asked, read } = corrections;
  const { splits, unsure, counts } = correctLabels(loaded, read.corrections, asked.file);
  const at = (labels: Uint8Array) => loaded.splits.findIndex((split) => split.labels === labels);
  const corrected = (labels: Uint8Array) => splits[at(labels)].labels!;
  const doubted = new Set(unsure.get(splits[at(data.train.labels)].split));
  const indices =
    asked.unsureUse === 'leave-out' ? data.train.indices.filter((index) => !doubted.has(index)) : data.train.indices;
  const halved = asked.unsureUse === 'half' ? indices.filter((index) => doubted.has(index)).length : 0;
  const train = {
    ...data.train,
    labels: corrected(data.train.labels),
    indices,
    ...(halved > 0 && { weights: Float32Array.from(indices, (index) => (doubted.has(index) ? 0.5 : 1)) }),
  };
  const validation = { ...data.validation, labels: corrected(data.validation.labels) };
  const classCounts = new Array<number>(data.classNames.length).fill(0);
  for (const index of indices) classCounts[train.labels[index]]++;
  if (classCounts.filter((count) => count > 0).length < 2) {
    const problem = l10n.t('its corrections leave images of a single class to train on');
    throw new UserError(problem, l10n.t('correct them, or train without them'), { file: asked.file });
  }
  const leftOut = data.train.indices.length - indices.length;
  corrections.used = { ...asked, ...counts, hash: read.hash, leftOut, halved };
  corrections.told = describeCorrections(corrections.used);
  return { ...data, train, validation, classCounts, places: { ...data.places, train: indices } };
}

function describeCorrections(used: CorrectionsUsed): string {
  const { changed, kept, unsure, leftOut, halved, conflicts, notFound, unsureUse } = used;
  const doubted = {
    keep: l10n.t('{0} unsure', countText(unsure)),
    'leave-out': l10n.t('{0} unsure ({1} left out)', countText(unsure), leftOut),
    half: l10n.t('{0} unsure ({1} with half the weight)', countText(unsure), halved),
  };
  const parts = [
    changed === 1 ? l10n.t('1 label changed') : l10n.t('{0} labels changed', countText(changed)),
    ...(kept > 0 ? [l10n.t('{0} kept', countText(kept))] : []),
    ...(unsure > 0 ? [doubted[unsureUse ?? 'keep']] : []),
    ...(conflicts > 0 ? [l10n.t('{0} on which reviewers disagree', countText(conflicts))] : []),
    ...(notFound > 0 ? [l10n.t('{0} not among the images to train on', countText(notFound))] : []),
  ];
  return l10n.t('corrections: {0}', parts.join(', '));
}

/** Puts the corrections beside the record of the run that begins. The run is left unfinished where that fails. */
export async function keepCorrections(open: OpenRun, record: RunRecord, { bytes }: TrainingCorrections): Promise<void> {
  try {
    await writeAtomically(path.join(open.folder, KEPT_FILE), bytes);
  } catch (error) {
    await open.interrupt(record);
    throw error;
  }
}

/** What runs of early versions say in place of `unsureUse`. */
interface FormerChoice {
  leaveOutUnsure?: boolean;
}

/** The corrections that a run was trained with, as a training asks for them. */
export function correctionsOfRun(folder: string, { corrections }: RunRecord): CorrectionsAsked | undefined {
  if (!corrections) return undefined;
  const { unsureUse, leaveOutUnsure } = corrections as CorrectionsUsed & FormerChoice;
  return { file: path.join(folder, KEPT_FILE), unsureUse: unsureUse ?? (leaveOutUnsure ? 'leave-out' : 'keep') };
}

/** @throws UserError where the kept file is not what the run was begun with */
export function requireSameCorrections({ asked, read }: TrainingCorrections, { corrections }: RunRecord): void {
  if (read.hash === corrections?.hash) return;
  const remedy = l10n.t('put it back, or train a new run');
  throw new UserError(l10n.t('is not what this run was begun with'), remedy, { file: asked.file });
}
