import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { writeSmallData } from '../cli/smallData';
import { between, type Campaign } from './campaign';
import { root, startCli } from './processes';

const PAGE = 4096;

/**
 * A training or an evaluation whose disk is full at some point (a tmpfs of that size, in a mount namespace of its own), or
 * cannot be written at all: one line tells of it, nothing half is left under a final name, and with room again it goes on
 * to the same end.
 */
export const fullDisk: Campaign = {
  title: 'disk full while it trains or evaluates; read-only',
  times: 50,
  async run({ times, random, folder, tried, note, skip }) {
    const { data, recipe } = writeSmallData(folder, 3);
    const outputs = {
      train: path.join(folder, 'reference/run'),
      evaluate: path.join(folder, 'reference/report'),
    };
    fs.mkdirSync(outputs.evaluate, { recursive: true });
    const jobs = {
      train: (disk: string) => ['train', data, '--recipe', recipe, '--out', path.join(disk, 'run')],
      evaluate: (disk: string) => ['evaluate', data, '--model', outputs.train, '--out', path.join(disk, 'output.txt')],
    };
    for (const [job, place] of [
      ['train', path.dirname(outputs.train)],
      ['evaluate', outputs.evaluate],
    ] as const) {
      const { code, stderr } = await startCli(jobs[job](place), folder).end;
      if (code !== 0) throw new Error(stderr);
    }
    if ((await inNamespace(folder, 'true')).code !== 0) {
      skip('no disk can be mounted here (unshare, mount)');
      return;
    }
    const expected = { train: filesOf(path.join(outputs.train, 'model')), evaluate: filesOf(outputs.evaluate) };
    const needed = { train: pagesOf(outputs.train), evaluate: pagesOf(outputs.evaluate) };
    let full = 0;
    for (let time = 0; time < times; time++) {
      const job = time % 3 === 2 ? 'evaluate' : 'train';
      const pages = Math.floor(between(random, 2, needed[job] * 1.1));
      const after = path.join(folder, `after${time}`);
      const before = path.join(folder, `before${time}`);
      const disk = path.join(folder, 'disk');
      fs.mkdirSync(disk, { recursive: true });
      const cli = (parameters: string[]) =>
        [process.execPath, path.join(root, 'dist/cli.cjs'), ...parameters].map((word) => `'${word}'`).join(' ');
      const anew = cli(jobs[job](disk));
      const resume = cli(['train', '--resume', path.join(disk, 'run')]);
      // A quarter of the evaluations find a disk that cannot be written at all.
      const readOnly = job === 'evaluate' && time % 12 === 2;
      const { stdout } = await inNamespace(
        folder,
        `mount -t tmpfs -o size=${pages * PAGE}${readOnly ? ',ro' : ''} none '${disk}' && {
          ${anew} 2>first.txt >/dev/null; echo $?
          cp -r '${disk}' '${before}'
          mount -o remount,rw,size=64m none '${disk}'
          if [ -e '${disk}/run.partial/run.json' ]; then ${resume}; elif [ ! -e '${disk}/run/run.json' ]; then ${anew}; fi 2>second.txt >/dev/null; echo $?
          cp -r '${disk}' '${after}'
        }`,
      );
      const [first, second] = stdout.trim().split('\n').map(Number);
      if (first !== 0) full++;
      const said = fs.readFileSync(path.join(folder, 'first.txt'), 'utf8').trim().split('\n').at(-1)!;
      const where = `${job} with ${pages} of ${needed[job]} pages`;
      const finished = job === 'train' ? path.join(before, 'run') : before;
      const left = fs.existsSync(finished) ? filesOf(job === 'train' ? path.join(finished, 'model') : finished) : '';
      const result = filesOf(job === 'train' ? path.join(after, 'run/model') : after);
      if (first !== 0 && first !== 1) tried(`${where}: exit code ${first}, ${said}`);
      else if (first === 1 && !/room|disk|space|written|read-only/i.test(said)) tried(`${where} says: ${said}`);
      else if (first === 0 && left !== expected[job]) tried(`${where}: said to be done, and is not whole`);
      else if (first === 1 && job === 'evaluate' && hasHalfTable(before, outputs.evaluate))
        tried(`${where}: a part of predictions.csv is left`);
      else if (first === 1 && job === 'train' && left !== '') tried(`${where}: failed, and looks finished`);
      else if (second !== 0)
        tried(
          `${where}, then with room: ${fs.readFileSync(path.join(folder, 'second.txt'), 'utf8').trim().split('\n').at(-1)}`,
        );
      else if (result !== expected[job]) tried(`${where}: with room again, it ends otherwise`);
      else tried(null);
      for (const one of [before, after]) fs.rmSync(one, { recursive: true, force: true });
    }
    note(`${full} of them did not fit`);
  },
};

/** Runs a shell script where it may mount. */
function inNamespace(folder: string, script: string): Promise<{ code: number | null; stdout: string }> {
  return new Promise((resolve) => {
    const child = spawn('unshare', ['-rm', 'sh', '-c', script], {
      cwd: folder,
      env: { ...process.env, FASHION_MNIST_ENGINE_DIR: path.join(folder, 'no engine here') },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.once('error', () => resolve({ code: null, stdout }));
    child.once('close', (code) => resolve({ code, stdout }));
  });
}

function hasHalfTable(folder: string, reference: string): boolean {
  const [table, whole] = [folder, reference].map((one) => path.join(one, 'predictions.csv'));
  return fs.existsSync(table) && !fs.readFileSync(table).equals(fs.readFileSync(whole));
}

/** Names and contents; what a clock or a path goes into is left out. */
function filesOf(folder: string): string {
  const hash = createHash('sha256');
  for (const name of fs.readdirSync(folder).sort()) {
    if (name === 'evaluation.json' || name === 'output.txt') hash.update(name);
    else if (fs.statSync(path.join(folder, name)).isFile())
      hash.update(name).update(fs.readFileSync(path.join(folder, name)));
  }
  return hash.digest('hex');
}

function pagesOf(folder: string): number {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return files.reduce(
    (pages, file) =>
      pages + (file.isFile() ? Math.ceil(fs.statSync(path.join(file.parentPath, file.name)).size / PAGE) : 1),
    0,
  );
}
