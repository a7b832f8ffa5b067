import type * as vscode from 'vscode';
import type { Corrections } from './corrections/corrections';
import type { Engines } from './engines';
import type { DataService } from './images/dataService';
import type { Jobs } from './jobs';
import type { RunsCatalog } from './training/runsCatalog';
import type { Trainings } from './training/trainings';

/** What the commands work with. */
export interface Parts {
  context: vscode.ExtensionContext;
  log: vscode.LogOutputChannel;
  engines: Engines;
  data: DataService;
  corrections: Corrections;
  jobs: Jobs;
  trainings: Trainings;
  runs: RunsCatalog;
}
