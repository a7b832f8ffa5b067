// Get Fashion-MNIST: from a server on this machine that stands in for the network.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { serveFiles, type Behaviour, type FileServer } from '../fixtures/fileServer';
import { webview } from '../harness/webview';
import { pick, quickRow, runCommand, tab, toast } from '../harness/workbench';
import { EditorSession } from './editorSession';
import { countShows } from './explorerView';
import { isRealSetHere, NO_REAL_SET, REAL_SET } from '../fixtures/realSet';

const FILES = [
  'train-images-idx3-ubyte.gz',
  'train-labels-idx1-ubyte.gz',
  't10k-images-idx3-ubyte.gz',
  't10k-labels-idx1-ubyte.gz',
];
const HERE = 'The folder fashion-mnist of this workspace';

describe('Get Fashion-MNIST in the editor', function () {
  this.timeout(180_000);
  if (!isRealSetHere) {
    it.skip(NO_REAL_SET);
    return;
  }
  let files: FileServer;
  let behaviour: Behaviour = 'whole';
  const session = new EditorSession({
    prepare: async (workspace) => {
      const contents = FILES.map((name) => [name, fs.readFileSync(path.join(REAL_SET, name))] as const);
      files = await serveFiles(Object.fromEntries(contents), () => behaviour);
      const machine = path.join(workspace, '../data/Machine');
      fs.mkdirSync(machine, { recursive: true });
      fs.writeFileSync(
        path.join(machine, 'settings.json'),
        JSON.stringify({ 'fashionMnist.downloadAddress': files.address }),
      );
    },
  });
  session.hooks();
  after(() => files.close());

  const inFolder = () => fs.readdirSync(session.inWorkspace('fashion-mnist'));

  async function ask(): Promise<void> {
    await runCommand(session.page, 'FashionMNIST: Get Fashion-MNIST');
    await pick(session.page, 'Where to?', HERE);
  }

  session.step('a server that refuses is named, with the way to get the files by hand', async () => {
    behaviour = { status: 403 };
    await ask();
    const message = toast(
      session.page,
      /train-images-idx3-ubyte\.gz could not be fetched: the server answers 403; .+ by hand/,
    );
    await message.waitFor();
    await session.screenshot('download-refused');
    assert.ok(!fs.existsSync(session.inWorkspace('fashion-mnist')), 'no empty folder is left');
  });

  session.step('it can be cancelled, and what has come is kept', async () => {
    behaviour = { stallAfter: 8e6 };
    await ask();
    const progress = toast(session.page, 'Download into fashion-mnist');
    await progress.filter({ hasText: '8 of 31 MB' }).waitFor();
    await session.screenshot('download');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'detached' });
    assert.deepEqual(inFolder(), ['train-images-idx3-ubyte.gz.part']);
  });

  session.step('the next time it goes on, and the set opens', async () => {
    const { page } = session;
    behaviour = 'whole';
    await ask();
    const done = toast(page, 'Fashion-MNIST is in fashion-mnist: 60,000 training and 10,000 test images.');
    await done.waitFor();
    await session.screenshot('downloaded');
    assert.match(files.requests.filter((request) => request.includes(FILES[0])).at(-1)!, /gz \d+-$/);
    assert.deepEqual(inFolder(), [...FILES].sort());
    await done.getByRole('button', { name: 'Open Dataset Explorer' }).click();
    await tab(page, 'fashion-mnist').waitFor();
    await countShows(webview(page), '70,000 images');
  });

  session.step('it is offered where data is asked for', async () => {
    await runCommand(session.page, 'FashionMNIST: Analyze Data');
    await quickRow(session.page, 'Get Fashion-MNIST...').click();
    await quickRow(session.page, HERE).waitFor();
    await session.page.keyboard.press('Escape');
  });
});
