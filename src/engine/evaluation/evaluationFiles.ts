import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../shared/userError';
import { checkReplaceable } from '../ownFiles';
import { EVALUATION_TITLE } from '../reports/evaluationText';
import { PREDICTIONS_BEGINNING } from '../reports/predictionsCsv';
import { CONFUSION_BEGINNING, PER_CLASS_BEGINNING } from '../reports/scoresCsv';

/** How every `evaluation.json` begins. */
const JSON_BEGINNING = '{\n  "kind": "fashion-mnist evaluation"';

/** Where an evaluation goes, absolute. */
export interface EvaluationFiles {
  outputFile: string;
  jsonFile: string;
  predictionsFile: string;
  /** Null: not asked for. */
  tables: { perClassFile: string; confusionFile: string } | null;
}

/** The files of an evaluation beside its report. @throws UserError where one is somebody else's, or two are the same */
export async function placeEvaluation(report: string, withTables: boolean): Promise<EvaluationFiles> {
  const outputFile = path.resolve(report);
  const beside = (name: string) => path.join(path.dirname(outputFile), name);
  const own: [file: string, beginning: string][] = [
    [beside('evaluation.json'), JSON_BEGINNING],
    [beside('predictions.csv'), PREDICTIONS_BEGINNING],
    ...(withTables
      ? ([
          [beside('per-class.csv'), PER_CLASS_BEGINNING],
          [beside('confusion.csv'), CONFUSION_BEGINNING],
        ] as [string, string][])
      : []),
  ];
  // Some file systems take capital and small letters for the same.
  if (own.some(([file]) => file.toLowerCase() === outputFile.toLowerCase())) {
    throw new UserError(l10n.t('is the name of another file of the evaluation'), l10n.t('choose another name'), {
      file: outputFile,
    });
  }
  await checkReplaceable(outputFile, EVALUATION_TITLE);
  for (const [file, beginning] of own) await checkReplaceable(file, beginning);
  const [json, predictions, perClass, confusion] = own.map(([file]) => file);
  return {
    outputFile,
    jsonFile: json,
    predictionsFile: predictions,
    tables: withTables ? { perClassFile: perClass, confusionFile: confusion } : null,
  };
}
