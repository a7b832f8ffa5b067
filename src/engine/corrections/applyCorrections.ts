import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { ApplyCorrectionsRequest, ApplyCorrectionsResult } from '../../shared/contracts/corrections';
import type { JobContext } from '../../shared/contracts/jobs';
import { UserError } from '../../shared/userError';
import { parseIdxName } from '../data/idx';
import type { Inventory } from '../data/inventory';
import { isCsvName } from '../data/listing';
import { findSources, readData } from '../data/readData';
import { correctLabels } from './correctLabels';
import { checkNewPlace, makeWhole } from './newPlace';
import { readCorrections, refuseTorn } from './readCorrections';
import { writeCorrectedFile, writeCorrectedFolder, type CorrectedData } from './writeCorrected';

/**
 * Writes a data set with its labels corrected, in the form it came: CSV, packed or not, IDX, class folders. The original
 * is left alone; what is written comes into being whole or not at all.
 * @throws UserError if the corrections or the data are broken, or if there is something at `out` already
 */
export async function applyCorrections(
  { data, correctionsFile, out }: ApplyCorrectionsRequest,
  { signal, progress, note }: Pick<JobContext, 'signal' | 'progress' | 'note'>,
): Promise<ApplyCorrectionsResult> {
  await checkNewPlace(out, data.path);
  const read = await readCorrections(correctionsFile);
  refuseTorn(read, correctionsFile);
  const { inventory, base } = await findSources(data, signal);
  const asFile = isOneFile(inventory, data.path, out);
  const loaded = await readData(data, { signal, note, progress });
  if (!loaded.splits.some(({ labels }) => labels)) {
    throw new UserError(l10n.t('is unlabelled'), l10n.t('give data with labels that can be corrected'), {
      file: data.path,
    });
  }
  const { splits, changed, counts } = correctLabels(loaded, read.corrections, correctionsFile);
  const corrected: CorrectedData = { inventory, base, data, splits, changed, classNames: loaded.classNames };
  if (asFile) await makeWhole(out, (temporary) => writeCorrectedFile(corrected, temporary, /\.gz$/i.test(out), signal));
  else await makeWhole(out, (temporary) => writeCorrectedFolder(corrected, temporary, { signal, progress }));
  return {
    out,
    splits: splits.map(({ split, count }) => ({
      split,
      count,
      changed: changed.filter((label) => label.split === split).length,
    })),
    ...counts,
    correctionsHash: read.hash,
  };
}

/** Whether the data is one CSV that is to become another. A folder is made of an IDX pair, and where `out` is no CSV's name. */
function isOneFile({ splits }: Inventory, data: string, out: string): boolean {
  const [source] = splits.values();
  const isCsv = source.kind === 'csv' && path.resolve(data) === path.resolve(source.file);
  if (isCsv) return isCsvName(out);
  if (isCsvName(out) || parseIdxName(out)) {
    throw new UserError(l10n.t('is the name of one file, and this data is several'), l10n.t('name a folder'), {
      file: out,
    });
  }
  return false;
}
