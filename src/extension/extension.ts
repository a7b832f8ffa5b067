import './language';
import * as vscode from 'vscode';
import { registerAnalyze } from './commands/analyze';
import { registerDownload } from './commands/download';
import { registerEvaluate } from './commands/evaluate';
import { registerNativeEngine } from './commands/nativeEngine';
import { registerSample } from './commands/sample';
import { Corrections } from './corrections/corrections';
import { registerCorrections } from './corrections/registerCorrections';
import { Engines } from './engines';
import { registerEvaluationPanels } from './evaluation/evaluationPanels';
import { registerExplorerPanels } from './explorer/explorerPanels';
import { registerImageEditors } from './explorer/imageEditors';
import { DataService } from './images/dataService';
import { Jobs } from './jobs';
import { registerLanguageModelTools } from './languageModelTools';
import { JobStatus } from './jobStatus';
import { offerResume } from './offerResume';
import { offerReloadForOrphans } from './panels/orphans';
import type { Parts } from './parts';
import { registerReview } from './review/registerReview';
import type { ReviewPanels } from './review/reviewPanels';
import { registerTraining } from './training/registerTraining';
import { RunsCatalog } from './training/runsCatalog';
import { Trainings } from './training/trainings';

let engines: Engines | undefined;
let data: DataService | undefined;
let runs: RunsCatalog | undefined;
let reviews: ReviewPanels | undefined;

export function activate(context: vscode.ExtensionContext): { activationMilliseconds: number } {
  const started = performance.now();
  const log = vscode.window.createOutputChannel('FashionMNIST', { log: true });
  const status = new JobStatus();
  engines = new Engines(context, log);
  const jobs = new Jobs(engines, status, log);
  const trainings = new Trainings(engines, status, log);
  runs = new RunsCatalog(engines, log);
  data = new DataService(context, log);
  const corrections = new Corrections(log);
  const parts: Parts = { context, log, engines, data, corrections, jobs, trainings, runs };
  context.subscriptions.push(log, status, runs, corrections);
  registerTraining(parts);
  registerEvaluate(parts);
  registerAnalyze(parts);
  registerDownload(parts);
  registerSample(parts);
  registerNativeEngine(parts);
  registerLanguageModelTools(parts);
  registerEvaluationPanels(parts);
  registerExplorerPanels(parts);
  registerImageEditors(parts);
  registerCorrections(parts);
  reviews = registerReview(parts);
  context.subscriptions.push(vscode.commands.registerCommand('fashionMnist.showLog', () => log.show()));
  context.subscriptions.push(offerReloadForOrphans(log));
  void offerResume(parts);
  const activationMilliseconds = performance.now() - started;
  log.info(`activated in ${activationMilliseconds.toFixed(1)} ms`);
  return { activationMilliseconds };
}

/** The editor waits up to five seconds for this: what runs keeps its checkpoint and ends. */
export async function deactivate(): Promise<void> {
  const limit = new Promise((end) => setTimeout(end, 2000));
  const kept = Promise.allSettled([runs?.close(), reviews?.flush()]);
  await Promise.all([Promise.race([kept, limit]).then(() => engines?.stop()), data?.stop()]);
}
