// Install Native Engine, out of the package for this platform: from a server on this machine that stands in for the network.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { engineFolder } from '../../src/engine/native/location';
import { readManifest } from '../../src/engine/native/manifest';
import { downloadWheel, findPip } from '../../src/engine/native/wheel';
import type { RunRecord } from '../../src/shared/contracts/jobs';
import { serveFiles, type Behaviour, type FileServer } from '../fixtures/fileServer';
import { root } from '../harness/host';
import { webview } from '../harness/webview';
import { pick, runCommand, toast } from '../harness/workbench';
import { EditorSession, until } from './editorSession';
import { button, enginePid, focused, jobs, SAMPLE } from './training';

const TRAINED = /Trained: \d+\.\d% of the 200 held-out images are recognised/;

describe('Install Native Engine in the editor', function () {
  this.timeout(300_000);
  if (readManifest(engineFolder())?.origin !== 'pypi') {
    it('is tested where its addons were compiled (npm run engine:native)');
    console.log('skipped: the native engine was not compiled here');
    return;
  }
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'native-install-'));
  const installed = path.join(scratch, 'native-engine');
  let wheel: [name: string, content: Buffer];
  let files: FileServer | undefined;
  let behaviour: Behaviour = 'whole';
  // pip finds nothing, as behind a firewall.
  const session = new EditorSession({
    environment: { FASHION_MNIST_ENGINE_DIR: installed, PIP_NO_INDEX: '1' },
    prepare: async (workspace) => {
      await files?.close();
      files = await serveFiles(Object.fromEntries([wheel]), () => behaviour);
      const machine = path.join(workspace, '../data/Machine');
      fs.mkdirSync(machine, { recursive: true });
      const settings = { 'fashionMnist.engineDownloadAddress': files.address };
      fs.writeFileSync(path.join(machine, 'settings.json'), JSON.stringify(settings));
    },
    vsix: path.join(root, 'out/fashion-mnist-linux-x64.vsix'),
  });
  before(async () => {
    execFileSync('npm', ['run', '-s', 'package', '--', '--target', 'linux-x64'], { cwd: root, stdio: 'pipe' });
    const never = new AbortController().signal;
    const file = await downloadWheel(await findPip(never), scratch, false, never);
    wheel = [path.basename(file), fs.readFileSync(file)];
    fs.rmSync(file);
  });
  session.hooks();
  after(async () => {
    await files?.close();
    fs.rmSync(scratch, { recursive: true, force: true });
  });

  const install = () => runCommand(session.page, 'FashionMNIST: Install Native Engine');
  const progress = () => toast(session.page, 'FashionMNIST: Install the native engine');

  async function train(recipe: string): Promise<void> {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Train');
    await pick(page, 'Which data?', SAMPLE);
    await pick(page, 'Which recipe?', recipe);
    await focused(button(webview(page), 'Start'));
    await page.keyboard.press('Enter');
  }

  function newestRun(): RunRecord {
    const run = session.runFolders().sort().at(-1)!;
    const text = fs.readFileSync(session.inWorkspace('.fashion-mnist/runs', run, 'run.json'), 'utf8');
    return JSON.parse(text) as RunRecord;
  }

  session.step('it is offered once, after a training with WASM', async () => {
    await train('quick');
    await jobs(session.page)
      .getByText(/^wasm, TensorFlow\.js .+ \(the native engine is not installed\)$/)
      .waitFor({ timeout: 60_000 });
    await toast(session.page, TRAINED).waitFor({ timeout: 120_000 });
    const offer = toast(session.page, /WASM trained [\d,]+ images a second here\. .+ up to 274 MB to fetch/);
    await offer.waitFor();
    await session.screenshot('native-offered');
    await offer.getByRole('button', { name: 'Not Now' }).click();
    await offer.waitFor({ state: 'detached' });
    assert.equal(newestRun().engine.name, 'wasm');
  });

  session.step('a server that refuses is named, and what else was tried', async () => {
    behaviour = { status: 403 };
    await install();
    const message = toast(session.page, /could not be fetched: the server answers 403; and pip could not download/);
    await message.waitFor();
    await session.screenshot('native-refused');
    assert.ok(!fs.existsSync(installed));
  });

  session.step('it can be cancelled while it is fetched', async () => {
    behaviour = { stallAfter: 100e6 };
    await install();
    await progress().filter({ hasText: 'fetching, 100 of 274 MB' }).waitFor();
    await session.screenshot('native-fetching');
    await progress().getByRole('button', { name: 'Cancel' }).click();
    await progress().waitFor({ state: 'detached' });
    assert.ok(!fs.existsSync(installed));
  });

  session.step('the next time it goes on, tests the engine and tells what it brings here', async () => {
    behaviour = 'whole';
    await install();
    const done = toast(
      session.page,
      /The native engine is installed \(TensorFlow 2\.21\.0\): here, it trains [\d,]+ images a second, WASM [\d,]+\./,
    );
    await done.waitFor({ timeout: 120_000 });
    await session.screenshot('native-installed');
    assert.match(files!.requests.at(-1)!, /whl \d{9}-$/, 'what was there was not fetched again');
    assert.equal(readManifest(installed)?.tensorflow, '2.21.0');
    assert.deepEqual(
      fs.readdirSync(scratch).filter((name) => name.startsWith('native-engine.')),
      [],
    );
    await train('quick');
    await toast(session.page, TRAINED).waitFor({ timeout: 120_000 });
    assert.equal(newestRun().engine.name, 'native');
    const automatic = (name: string) => webview(session.page).getByText(`automatic (${name})`, { exact: true }).first();
    await automatic('native').waitFor({ state: 'attached' });
    await install();
    await toast(session.page, 'The native engine was installed already').waitFor({ timeout: 60_000 });
    await runCommand(session.page, 'FashionMNIST: Remove Native Engine');
    await automatic('WASM').waitFor({ state: 'attached' });
    await runCommand(session.page, 'Notifications: Clear All Notifications');
    await install();
    await toast(session.page, 'The native engine is installed').waitFor({ timeout: 120_000 });
    await automatic('native').waitFor({ state: 'attached' });
  });

  session.step('when it crashes, what comes next uses WASM, and that is said', async () => {
    const { page } = session;
    await train('best');
    await until(() => Promise.resolve(session.runFolders().some((name) => name.endsWith('.partial'))));
    await jobs(page)
      .getByText(/^native, TensorFlow/)
      .last()
      .waitFor();
    process.kill(enginePid(session), 'SIGSEGV');
    await toast(
      page,
      'The native engine crashed (signal SIGSEGV). Until the window is reloaded, what is started uses WASM',
    ).waitFor();
    await session.screenshot('native-crashed');
    await train('quick');
    await toast(page, TRAINED).waitFor({ timeout: 120_000 });
    const { engine, notes } = newestRun();
    assert.equal(engine.name, 'wasm');
    assert.ok(notes.some((note) => note.includes('the native engine crashed (signal SIGSEGV) in this window')));
  });

  session.step('it can be removed', async () => {
    await runCommand(session.page, 'FashionMNIST: Remove Native Engine');
    await toast(session.page, 'The native engine is removed.').waitFor();
    await until(() => Promise.resolve(!fs.existsSync(installed)));
    assert.deepEqual(fs.readdirSync(scratch), []);
  });
});
