import path from 'node:path';
import type { Command } from 'commander';
import type { ApplyCorrectionsRequest, ApplyCorrectionsResult } from '../../shared/contracts/corrections';
import { formatCount, formatFacts } from '../formatting';
import { classesOption, fitOption, invertOption, jsonOption } from '../options';
import { dataLocation, printResult, shownPath, withProgress, type DataOptions, type Session } from '../session';

interface Options extends DataOptions {
  out: string;
  json?: boolean;
}

export function addReviewApply(review: Command, session: Session): void {
  review
    .command('apply')
    .description('write a data set with the labels that reviewers gave it; the original stays as it is')
    .argument('<corrections>', 'a corrections.csv')
    .argument('<data>', 'a CSV or IDX file, or a folder of them or of pictures in class folders')
    .requiredOption('--out <data2>', 'where to write it: a new folder, or a new CSV where the data is one')
    .addOption(classesOption())
    .addOption(invertOption())
    .addOption(fitOption())
    .addOption(jsonOption())
    .action(async (corrections: string, data: string, options: Options) => {
      const request: ApplyCorrectionsRequest = {
        data: dataLocation(session, data, options),
        correctionsFile: path.resolve(session.workingFolder, corrections),
        out: path.resolve(session.workingFolder, options.out),
      };
      const { applyCorrections } = await import('../../engine/corrections/applyCorrections');
      const result = await withProgress(session, (context) => applyCorrections(request, context));
      printResult(session, options.json, result, () => shownApplied(session, result));
    });
}

/** Rows that say nothing are left out. */
function shownApplied(session: Session, result: ApplyCorrectionsResult): string {
  const { changed, alreadySo, kept, unsure, unlabelled, conflicts, notFound, splits, out } = result;
  const some = (count: number, what: string) => (count > 0 ? `${formatCount(count)} ${what}` : null);
  const bySplit = splits.filter((split) => split.changed > 0).map((one) => `${formatCount(one.changed)} ${one.split}`);
  const decided = changed + alreadySo + kept + unsure + unlabelled;
  const nothing = '  - None of the decisions is about an image of this data: it is an exact copy.\n';
  return (
    formatFacts([
      ['labels changed', `${formatCount(changed)}${bySplit.length > 0 ? ` (${bySplit.join(', ')})` : ''}`],
      ['already so', some(alreadySo, 'relabelled to what they were labelled')],
      ['kept', some(kept, 'found right as they were')],
      ['unsure', some(unsure, 'left as they were')],
      ['unlabelled', some(unlabelled, 'in a split without labels, left as they were')],
      ['conflicts', some(conflicts, 'on which reviewers disagree; the newest decision was taken')],
      ['not found', some(notFound, 'reviewed images that are not in this data')],
      ['written', shownPath(session, out)],
    ]) + (decided === 0 ? nothing : '')
  );
}
