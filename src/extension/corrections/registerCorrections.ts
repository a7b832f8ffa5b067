import { registerCommand } from '../command';
import type { Parts } from '../parts';
import { chooseWorkspaceFolder } from '../workspaceFolder';
import { registerCorrectionsPanels } from './correctionsPanels';
import { registerExportCorrected } from './exportCorrected';

/** The commands about the corrections file itself. */
export function registerCorrections(parts: Parts): void {
  registerCommand(parts, 'fashionMnist.openCorrections', async (resource) => {
    const folder = await chooseWorkspaceFolder(resource);
    if (folder) await parts.corrections.open(folder);
  });
  registerCorrectionsPanels(parts);
  registerExportCorrected(parts);
}
