// The packed extension finds the native engine of the machine, and trains its default recipe with it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { engineFolder, isEngineInstalled } from '../../src/engine/native/location';
import type { RunRecord } from '../../src/shared/contracts/jobs';
import { webview } from '../harness/webview';
import { pick, runCommand, toast } from '../harness/workbench';
import { EditorSession } from './editorSession';
import { button, focused, jobs, SAMPLE } from './training';

describe('the native engine in the editor', function () {
  this.timeout(180_000);
  if (!isEngineInstalled(engineFolder())) {
    it('is tested where it is installed (npm run engine:native)');
    console.log('skipped: the native engine is not installed');
    return;
  }
  const session = new EditorSession({ environment: { FASHION_MNIST_ENGINE_DIR: engineFolder() } });
  session.hooks();

  session.step('trains the default recipe on the sample', async () => {
    const { page } = session;
    await runCommand(page, 'FashionMNIST: Train');
    await pick(page, 'Which data?', SAMPLE);
    await pick(page, 'Which recipe?', 'standard');
    await focused(button(webview(page), 'Start'));
    await page.keyboard.press('Enter');
    await jobs(page)
      .getByText(/^native, TensorFlow [\d.]+, \d+ threads?$/)
      .waitFor({ timeout: 90_000 });
    await toast(page, /Trained: \d+\.\d% of the 200 held-out images are recognised/).waitFor({ timeout: 150_000 });
    await session.screenshot('trained-native');
    const [run] = session.runFolders();
    const json = fs.readFileSync(session.inWorkspace('.fashion-mnist/runs', run, 'run.json'), 'utf8');
    const { engine, results } = JSON.parse(json) as RunRecord;
    assert.equal(engine.name, 'native');
    // Chance is 10%.
    assert.ok(results!.validationAccuracy > 0.7, String(results!.validationAccuracy));
  });
});
