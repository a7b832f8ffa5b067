import assert from 'node:assert/strict';
import Mocha from 'mocha';
import * as vscode from 'vscode';

interface Api {
  activationMilliseconds: number;
}

describe('the extension', () => {
  const extension = () => vscode.extensions.getExtension<Api>('nitex.fashion-mnist-vscode')!;

  // The figure is printed, not judged: on a busy machine the clock would fail it. What would make it large, importing the
  // engine, fails test/package/imports.test.ts.
  it('activates, and tells how long its own work took', async () => {
    const { activationMilliseconds } = await extension().activate();
    Mocha.reporters.Base.consoleLog(`    activation: ${activationMilliseconds.toFixed(1)} ms`);
    assert.ok(activationMilliseconds > 0 && extension().isActive);
  });

  it('registers each command that it contributes', async () => {
    await extension().activate();
    const registered = await vscode.commands.getCommands(true);
    const { contributes } = extension().packageJSON as { contributes: { commands: { command: string }[] } };
    assert.ok(contributes.commands.length >= 4);
    for (const { command } of contributes.commands) assert.ok(registered.includes(command), command);
  });

  it('declares what it does in workspaces that are not trusted or not on a disk', () => {
    const { capabilities } = extension().packageJSON as { capabilities: Record<string, Record<string, unknown>> };
    assert.equal(capabilities['untrustedWorkspaces']['supported'], 'limited');
    const restricted = capabilities['untrustedWorkspaces']['restrictedConfigurations'] as string[];
    assert.ok(restricted.includes('fashionMnist.nodePath'));
    assert.equal(capabilities['virtualWorkspaces']['supported'], false);
  });
});
