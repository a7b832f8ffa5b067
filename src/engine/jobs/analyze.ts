import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Analysis } from '../../shared/contracts/analysis';
import type { AnalyzeAnswer } from '../../shared/contracts/engine';
import type { AnalyzeRequest, JobContext } from '../../shared/contracts/jobs';
import { analyzeData } from '../analysis/analyzeData';
import { writeAllAtomically } from '../atomicWrite';
import { readData } from '../data/readData';
import { checkReplaceable } from '../ownFiles';
import { ANALYSIS_TITLE, formatAnalysis } from '../reports/analysisText';
import { formatJson } from '../reports/json';

/** How every `analysis.json` begins. */
const JSON_BEGINNING = '{\n  "kind": "fashion-mnist analysis"';

/** Share of the whole job at which the data is read. */
const READ = 0.3;

/**
 * Describes a data set: counts, intensities, classes, duplicates, and what follows from them in words. Writes
 * `analysis.json` and `analysis.txt` at the end, both or neither. Loads no engine.
 * @throws UserError for bad data, and the signal's reason when cancelled
 */
export async function analyze(request: AnalyzeRequest, context: JobContext): Promise<Analysis & AnalyzeAnswer> {
  const { progress, note, signal } = context;
  const textFile = path.join(request.outputFolder, 'analysis.txt');
  const jsonFile = path.join(request.outputFolder, 'analysis.json');
  await checkReplaceable(textFile, ANALYSIS_TITLE);
  await checkReplaceable(jsonFile, JSON_BEGINNING);

  const loaded = await readData(request.data, {
    signal,
    note,
    progress: ({ message, fraction }) => progress({ message, fraction: fraction * READ }),
  });
  const analysis = await analyzeData(loaded, { dataPath: request.data.path, seed: request.seed }, signal, (part) =>
    progress({ ...part, fraction: READ + part.fraction * (1 - READ) }),
  );
  signal.throwIfAborted();
  await writeAllAtomically([
    { file: jsonFile, text: formatJson(analysis) },
    { file: textFile, text: formatAnalysis(analysis) },
  ]);
  progress({ message: l10n.t('done'), fraction: 1 });
  return { ...analysis, textFile };
}
