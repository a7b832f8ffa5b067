import type { LoadedRun } from '../../shared/contracts/training';
import type { Parts } from '../parts';
import { reproduceWork } from './reproduceWork';
import { resumeWork } from './trainWork';

/** Goes on with an interrupted run from its last checkpoint: its job, if the view still has that, or a new one. */
export async function resumeRun(parts: Parts, runFolder: string): Promise<void> {
  const { runs, trainings } = parts;
  const { folder, record, history } = await load(parts, runFolder);
  // Looked for after the wait: asked twice in a row, it is resumed once.
  const job = trainings.jobOfRun(runFolder);
  if (job) {
    if (job.hasEnded) await trainings.resume(job.id);
    return;
  }
  trainings.add(resumeWork(parts, runs.folderOf(folder), folder.replace(/\.partial$/, ''), record)).goBackTo(history);
}

/** Trains again from a run's card, and says whether the weights are equal. */
export async function reproduceRun(parts: Parts, runFolder: string): Promise<void> {
  const { folder, name, record } = await load(parts, runFolder);
  parts.trainings.add(reproduceWork(parts, parts.runs.folderOf(folder), { runFolder: folder, name, record }));
}

async function load({ runs, engines }: Parts, runFolder: string): Promise<LoadedRun> {
  const { folder } = await runs.find(runFolder);
  const [run] = await engines.ask('loadRuns', [folder]);
  return run;
}
