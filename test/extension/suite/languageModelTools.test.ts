import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

/** What the types of the oldest supported VS Code do not know. */
interface Tools {
  tools: { name: string; inputSchema: object }[];
  invokeTool: (
    name: string,
    options: object,
    token?: vscode.CancellationToken,
  ) => Promise<{ content: { value: string }[] }>;
}

describe('tools for the AI features of the editor', function () {
  this.timeout(120_000);
  const { lm } = vscode as unknown as { lm: Tools };
  const extension = vscode.extensions.getExtension('nitex.fashion-mnist-vscode')!;
  const workspace = vscode.workspace.workspaceFolders![0].uri.fsPath;
  const runs = path.join(workspace, '.fashion-mnist/runs');

  const ask = async (name: string, input: object): Promise<unknown> => {
    const { content } = await lm.invokeTool(name, { input, toolInvocationToken: undefined });
    return JSON.parse(content[0].value);
  };

  /** How many engine processes this extension host has (Linux). */
  const engines = () =>
    fs.readdirSync('/proc').filter((pid) => {
      try {
        const isOurs = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').includes(` ${process.pid} `);
        return isOurs && fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('engine.cjs');
      } catch {
        return false;
      }
    }).length;
  const waitFor = async (condition: () => boolean) => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  before(async () => {
    await extension.activate();
    const cli = path.join(extension.extensionPath, 'dist/cli.cjs');
    const sample = path.join(extension.extensionPath, 'media/sample');
    const out = path.join(runs, '2026-11-28_12-00-00_quick');
    execFileSync(process.execPath, [cli, 'train', sample, '--recipe', 'quick', '--epochs', '3', '--out', out], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', FASHION_MNIST_ENGINE_DIR: path.join(workspace, 'none') },
      stdio: 'pipe',
    });
  });
  after(() => fs.rmSync(runs, { recursive: true, force: true }));

  it('are all there that the package declares, each with a schema', () => {
    const { contributes } = extension.packageJSON as { contributes: { languageModelTools: { name: string }[] } };
    const declared = contributes.languageModelTools.map(({ name }) => name);
    assert.equal(declared.length, 3);
    for (const name of declared) assert.ok(lm.tools.find((tool) => tool.name === name)?.inputSchema, name);
  });

  it('list the runs', async () => {
    const [run, ...others] = (await ask('fashion_mnist_list_runs', {})) as Record<string, unknown>[];
    assert.deepEqual(others, []);
    assert.deepEqual([run['id'], run['state'], run['epochs']], ['2026-11-28_12-00-00_quick', 'finished', 3]);
    const [low, high] = run['interval95'] as [number, number];
    const accuracy = run['validationAccuracy'] as number;
    assert.ok(0.1 < low && low < accuracy && accuracy < high && high < 1);
  });

  it('explain a run, the newest or the one that is named', async () => {
    for (const input of [{}, { run: '2026-11-28_12-00-00_quick' }]) {
      const told = (await ask('fashion_mnist_explain_run', input)) as Record<string, unknown>;
      assert.equal((told['history'] as unknown[]).length, 3);
      assert.match((told['fit'] as { verdict: string }).verdict, /fit/);
      assert.equal((told['data'] as { validationCount: number }).validationCount, 200);
    }
    await assert.rejects(ask('fashion_mnist_explain_run', { run: 'nobody' }), /there is no run "nobody"/);
  });

  it('evaluate data of the workspace, with the figures of the report', async () => {
    const told = (await ask('fashion_mnist_evaluate', { dataPath: 'tables/forty.csv' })) as Record<string, unknown>;
    const report = JSON.parse(fs.readFileSync(told['report'] as string, 'utf8')) as Record<string, unknown>;
    assert.equal(told['count'], 40);
    assert.deepEqual(told['interval95'], report['accuracyInterval']);
    assert.ok(fs.existsSync(path.join(workspace, 'output.txt')));
  });

  it('stop an evaluation when the chat is stopped', async () => {
    const report = path.join(workspace, 'output.txt');
    fs.rmSync(report, { force: true });
    const stopping = new vscode.CancellationTokenSource();
    const options = { input: { dataPath: 'tables/forty.csv' }, toolInvocationToken: undefined };
    const asked = Promise.resolve(lm.invokeTool('fashion_mnist_evaluate', options, stopping.token));
    // Once a process evaluates; another one may be there for questions.
    const before = engines();
    await waitFor(() => engines() > before);
    stopping.cancel();
    await assert.rejects(asked);
    await waitFor(() => engines() <= before);
    assert.ok(!fs.existsSync(report));
  });

  it('evaluate no data outside the folder of the run, not by a link either', async () => {
    const outside = fs.mkdtempSync(path.join(os.tmpdir(), 'outside-'));
    const link = path.join(workspace, 'link');
    fs.symlinkSync(outside, link);
    try {
      for (const dataPath of ['../..', outside, 'link'])
        await assert.rejects(ask('fashion_mnist_evaluate', { dataPath }), /this data is not in the folder of the run/);
      await assert.rejects(ask('fashion_mnist_evaluate', { dataPath: '' }), /no data was named/);
    } finally {
      fs.rmSync(link);
      fs.rmdirSync(outside);
    }
  });
});
