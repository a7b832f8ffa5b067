import type { Command } from 'commander';
import type { RunRecord } from '../../shared/contracts/jobs';
import { findRun } from '../findRun';
import { formatShare, formatTable, printable } from '../formatting';
import { jsonOption } from '../options';
import { printResult, shownPath, type Session } from '../session';
import { shownRun } from '../shownResults';

interface Options {
  json?: boolean;
}

export function addRuns(program: Command, session: Session): void {
  const runs = program.command('runs').description('list, show or delete the runs of the current folder');
  runs
    .command('list')
    .description('all runs, the newest first')
    .addOption(jsonOption())
    .action(async (options: Options) => {
      const { listRuns, runsFolderIn } = await import('../../engine/runs');
      const runsFolder = runsFolderIn(session.workingFolder);
      const found = await listRuns(runsFolder);
      printResult(session, options.json, { runs: found }, () => {
        const rows = found.flatMap(({ record }) => (record ? [row(record)] : []));
        const damaged = found.flatMap((run) => (run.record ? [] : [`  ${printable(run.problem)}\n`]));
        return (rows.length > 0 ? formatTable(HEADER, rows) : 'No runs here yet.\n') + damaged.join('');
      });
    });
  runs
    .command('show')
    .description('one run: its data, recipe, engine and results')
    .argument('[run]', 'a run folder or the id of a run; default: the newest')
    .addOption(jsonOption())
    .action(async (run: string | undefined, options: Options) => {
      const { readRun } = await import('../../engine/runs');
      const { folder, record } = await readRun(await findRun(session, run));
      printResult(session, options.json, { runDir: folder, ...record }, () => shownRun(session, folder, record));
    });
  runs
    .command('delete')
    .description('delete runs, for good')
    .argument('<run...>', 'run folders or ids')
    .addOption(jsonOption())
    .action(async (named: string[], options: Options) => {
      const { deleteRun, readRun } = await import('../../engine/runs');
      const folders = await Promise.all(named.map((run) => findRun(session, run)));
      // All are looked at before the first is deleted: a slip of the pen deletes nothing.
      for (const folder of folders) await readRun(folder);
      for (const folder of folders) await deleteRun(folder);
      printResult(session, options.json, { deleted: folders }, () =>
        folders.map((folder) => `Deleted ${printable(shownPath(session, folder))}\n`).join(''),
      );
    });
}

const HEADER = ['run', 'state', 'engine', 'epochs', 'best', 'validation', 'data'];

function row({ id, state, engine, results, data }: RunRecord): string[] {
  return [
    id,
    state,
    engine.name,
    results ? String(results.epochs) : '',
    results ? String(results.bestEpoch) : '',
    results ? formatShare(results.validationAccuracy) : '',
    data.path,
  ];
}
