import fs from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { EvaluationCalls } from '../../shared/contracts/evaluationView';
import type { Handlers } from '../../shared/rpc';
import { UserError } from '../../shared/userError';
import { evaluateData } from '../commands/evaluate';
import { viewCalls } from '../panels/viewCalls';
import { readSettings } from '../settings';
import type { EvaluationPage } from './evaluationPage';

/** What an evaluation view may ask. */
export function evaluationCalls(page: EvaluationPage): Handlers<EvaluationCalls> {
  const { parts } = page;
  /** Always those of the data that is open by now. */
  const images = () => page.openImages.imageHandlers();
  return {
    ...viewCalls(parts),
    ready: () => page.snapshot(),
    openData: () => page.openData(),
    query: (request, context) => images().query(request, context),
    thumbnails: (request, context) => images().thumbnails(request, context),
    describeImage: (request, context) => images().describeImage(request, context),
    decide: (request, context) => images().decide(request, context),
    openCorrections: (request, context) => images().openCorrections(request, context),
    compare: (request, context) => page.compare(request, context),
    async evaluateAgain() {
      const { dataPath, runFolder } = page.evaluation;
      const { folder } = await parts.runs.find(runFolder);
      await evaluateData(parts, page.folder, dataPath, folder, {
        outputFile: await reportOf(page),
      });
    },
    async openReport() {
      const file = await reportOf(page);
      if (!(await fs.stat(file).catch(() => undefined))?.isFile()) {
        throw new UserError(l10n.t('is not there any more'), l10n.t('evaluate the model again'), { file });
      }
      await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
    },
    async openJson() {
      await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(page.file), 'default');
    },
    async openInExplorer() {
      await vscode.commands.executeCommand('fashionMnist.openExplorer', vscode.Uri.file(page.evaluation.dataPath));
    },
    async reviewImages(request) {
      const { dataPath, runFolder } = page.evaluation;
      const chosen = request && { images: request.images, dataset: page.openImages.check(request.dataset) };
      await vscode.commands.executeCommand('fashionMnist.reviewPredictions', vscode.Uri.file(dataPath), {
        ...chosen,
        runFolder,
      });
    },
  };
}

/** `output.txt` of the evaluation: as the setting calls it, where that is its folder. */
async function reportOf({ file, folder }: EvaluationPage): Promise<string> {
  const { outputFile } = readSettings(folder);
  const beside = path.join(path.dirname(file), 'output.txt');
  const isHere = path.dirname(outputFile) === path.dirname(file);
  return isHere && (await fs.stat(outputFile).catch(() => undefined)) ? outputFile : beside;
}
