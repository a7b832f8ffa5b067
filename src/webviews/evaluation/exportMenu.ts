import * as l10n from '@vscode/l10n';
import type { MenuItem } from '../shared/menu';
import { classesCsv, comparisonCsv, confusionCsv, pairsCsv } from './exports';
import type { EvaluationModel } from './model';

/** What can be saved or opened. Charts have their own buttons. */
export function exportItems(model: EvaluationModel): MenuItem[] {
  const { scores, classNames, comparing } = model;
  const save = (name: string, content: string) => () =>
    void model.attempt('saveFile', { name: `${name}.csv`, content });
  const items: MenuItem[] = [];
  if (scores) {
    items.push(
      { label: l10n.t('Classes (CSV)'), icon: 'save', onClick: save('classes', classesCsv(scores)) },
      {
        label: l10n.t('Confusion matrix (CSV)'),
        icon: 'save',
        onClick: save('confusion', confusionCsv(scores, classNames)),
      },
      { label: l10n.t('Confused pairs (CSV)'), icon: 'save', onClick: save('confused-pairs', pairsCsv(scores)) },
    );
  }
  if (comparing?.result) {
    items.push({
      label: l10n.t('Comparison (CSV)'),
      icon: 'save',
      onClick: save('comparison', comparisonCsv(comparing.result)),
    });
  }
  items.push(
    {
      label: l10n.t('Open evaluation.json'),
      icon: 'json',
      begins: items.length > 0,
      onClick: () => void model.attempt('openJson', null),
    },
    { label: l10n.t('Open output.txt'), icon: 'output', onClick: () => void model.attempt('openReport', null) },
    {
      label: l10n.t('Open the data in the explorer'),
      icon: 'table',
      onClick: () => void model.attempt('openInExplorer', null),
    },
  );
  return items;
}
