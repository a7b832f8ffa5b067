import * as l10n from '@vscode/l10n';
import type { JobState, RunRow } from './contracts/training';

const STATES: Record<JobState | RunRow['state'], string> = {
  waiting: l10n.t('waiting'),
  starting: l10n.t('starting'),
  running: l10n.t('running'),
  paused: l10n.t('paused'),
  stopping: l10n.t('stopping'),
  finished: l10n.t('finished'),
  stopped: l10n.t('stopped'),
  interrupted: l10n.t('interrupted'),
  failed: l10n.t('failed'),
  damaged: l10n.t('damaged'),
};

/** What state a job or a run is in, in a word for a person. */
export function stateText(state: JobState | RunRow['state']): string {
  return STATES[state];
}
