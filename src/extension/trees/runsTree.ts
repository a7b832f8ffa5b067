import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RunRow } from '../../shared/contracts/training';
import { stateText } from '../../shared/stateText';
import type { Parts } from '../parts';
import { asShownText } from '../shownText';
import type { TrainingPanel } from '../training/trainingPanel';
import { describeFully, describeRun, nameRun } from './runText';

const VIEW = 'fashionMnist.runs';
/** A command of the tree alone: what a click on a run does. */
const SHOW = 'fashionMnist.showRun';

const ICONS: Record<RunRow['state'], [icon: string, color?: string]> = {
  finished: ['pass', 'testing.iconPassed'],
  stopped: ['debug-stop'],
  running: ['sync~spin'],
  interrupted: ['debug-pause'],
  damaged: ['error', 'testing.iconFailed'],
};

/** The runs in the activity bar, newest first. */
export class RunsTree implements vscode.TreeDataProvider<RunRow> {
  readonly onDidChangeTreeData: vscode.Event<undefined>;
  private readonly tree: vscode.TreeView<RunRow>;

  constructor(
    private readonly parts: Parts,
    view: TrainingPanel,
  ) {
    const changed = new vscode.EventEmitter<undefined>();
    this.onDidChangeTreeData = changed.event;
    this.tree = vscode.window.createTreeView(VIEW, { treeDataProvider: this, canSelectMany: true });
    parts.context.subscriptions.push(
      changed,
      this.tree,
      parts.runs.onChanged(() => changed.fire(undefined)),
      vscode.commands.registerCommand(SHOW, (runFolder: unknown) => view.choose([String(runFolder)], true)),
    );
  }

  get selection(): readonly RunRow[] {
    return this.tree.selection;
  }

  async getChildren(parent?: RunRow): Promise<RunRow[]> {
    return parent ? [] : [...(await this.parts.runs.rows())];
  }

  getTreeItem(run: RunRow): vscode.TreeItem {
    const item = new vscode.TreeItem(asShownText(nameRun(run)));
    const [icon, color] = ICONS[run.state];
    item.id = run.folder;
    item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
    item.description = asShownText(describeRun(run).join(' · '));
    item.tooltip = describeFully(run);
    item.contextValue = !run.hasModel ? 'run' : run.corrections === null ? 'run model' : 'run model corrected';
    item.command = { title: l10n.t('Show Run'), command: SHOW, arguments: [run.folder] };
    const state = stateText(run.state);
    item.accessibilityInformation = { label: `${nameRun(run)}, ${state}, ${describeRun(run).join(', ')}` };
    return item;
  }
}
