import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { PNG } from 'pngjs';
import { RECIPES } from '../../src/engine/model/recipe';
import type { Random } from '../../src/engine/random';
import { CORRECTION_COLUMNS } from '../../src/shared/contracts/corrections';
import { HEADER_LINE } from '../../src/shared/corrections';
import type { Campaign } from './campaign';
import { startCli } from './processes';

/** Names that are markup, links, commands, formulas, paths, options, or not what they look like. */
const NAMES = [
  '<img src=x onerror=alert(1)>',
  '[click](command:workbench.action.quit)',
  '$(rm -rf ..)',
  '`touch pwned`',
  "=cmd|' /C calc'!A0",
  '+1+1',
  '@SUM(1)',
  '-2+3',
  '..',
  '../../outside/canary.txt',
  '/etc/passwd',
  '%2e%2e%2f',
  '\u202egnp.exe',
  'a\tb\u001b[31mc',
  '__proto__',
  'constructor',
  '--out=..',
  'CON',
  '{0} {1} ${x}',
  'x'.repeat(200),
];

/** Workspaces made by somebody who means harm: nothing of them runs, and nothing is written outside of them. */
export const hostileWorkspaces: Campaign = {
  title: 'hostile workspaces: names, links, runs, corrections, modules',
  times: 40,
  async run({ times, random, folder, tried, note }) {
    let worked = 0;
    const base = path.join(folder, 'base');
    makeData(path.join(base, 'data'), ['Shirt', 'Coat', 'Bag']);
    const training = ['train', 'data', '--recipe', 'quick', '--epochs', '1', '--engine', 'wasm', '--out', 'run'];
    const { code, stderr } = await startCli(training, base).end;
    if (code !== 0) throw new Error(stderr);
    for (let time = 0; time < times; time++) {
      const place = path.join(folder, String(time));
      const [workspace, outside] = [path.join(place, 'workspace'), path.join(place, 'outside')];
      fs.mkdirSync(outside, { recursive: true });
      fs.writeFileSync(path.join(outside, 'canary.txt'), '');
      fs.mkdirSync(workspace);
      makeHostile(workspace, outside, path.join(base, 'run'), random);
      const before = fingerprint(outside);
      const problems: string[] = [];
      for (const args of COMMANDS) {
        const { stdout, stderr: said, code: end } = await startCli(args, workspace).end;
        if (end === 0) worked++;
        if (end === null || end > 2) problems.push(`${args[0]} ended with ${end ?? 'a signal'}: ${said.slice(-200)}`);
        if (/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/.test(stdout + said)) {
          problems.push(`${args[0]} prints control characters`);
        }
      }
      if (fingerprint(outside) !== before) problems.push('something was written outside');
      if (fs.existsSync(path.join(workspace, 'pwned'))) problems.push('something of the workspace ran');
      problems.push(...formulas(workspace));
      tried(problems.length ? `${time}: ${problems.join('; ')}` : null);
      fs.rmSync(place, { recursive: true, force: true });
    }
    if (!worked) tried('no command did its work');
    note(`of ${times * COMMANDS.length} commands ${worked} did their work, the others refused it in a line`);
  },
};

const COMMANDS = [
  ['analyze', 'data', '--out', 'reports'],
  ['evaluate', 'data', '--model', 'run'],
  ['review', 'list', 'data', '--model', 'run', '--score', 'margin', '--top', '5', '--csv', 'doubtful.csv'],
  ['review', 'apply', 'corrections.csv', 'data', '--out', 'corrected'],
  ['runs', 'list'],
  ['train', 'data', '--recipe', 'network.json', '--epochs', '1', '--engine', 'wasm', '--out', 'new'],
];

function makeData(data: string, classes: readonly string[]): void {
  for (const [label, name] of classes.entries()) {
    fs.mkdirSync(path.join(data, name), { recursive: true });
    for (let image = 0; image < 10; image++) writePicture(path.join(data, name, `${image}.png`), 25 * image + label);
  }
}

function writePicture(file: string, level: number): void {
  const png = new PNG({ width: 28, height: 28 });
  png.data.forEach((_, at) => (png.data[at] = at % 4 === 3 ? 255 : (level + at) & 255));
  fs.writeFileSync(file, PNG.sync.write(png));
}

function makeHostile(workspace: string, outside: string, run: string, random: Random): void {
  const name = () => NAMES[random.below(NAMES.length)];
  const now = (one: number) => random.below(one) === 0;
  const data = path.join(workspace, 'data');
  const classes = ['Shirt', 'Coat', 'Bag', ...(now(2) ? [asFile(name())] : [])];
  makeData(data, [...new Set(classes)]);
  const listed = now(3) ? [...new Set([...classes.slice(0, 3), name()])] : [...new Set(classes)];
  fs.writeFileSync(path.join(data, 'classes.txt'), listed.join('\n'));
  fs.renameSync(path.join(data, 'Shirt', '0.png'), path.join(data, 'Shirt', `${asFile(name()).slice(0, 100)}.png`));
  const links: [string, string][] = [
    [path.join(data, 'Coat', 'link.png'), '/etc/passwd'],
    [path.join(data, 'linked'), outside],
    [path.join(data, 'loop'), data],
    [path.join(workspace, 'reports'), path.join(outside, 'nowhere')],
    [path.join(workspace, 'output.txt'), path.join(outside, 'canary.txt')],
    [path.join(workspace, 'predictions.csv'), path.join(outside, 'nothing.csv')],
    [path.join(workspace, 'doubtful.csv'), path.join(outside, 'canary.txt')],
    [path.join(workspace, 'corrected'), path.join(outside, 'nowhere')],
    [path.join(workspace, 'new'), path.join(outside, 'nowhere')],
  ];
  for (const [at, to] of links) if (now(6)) fs.symlinkSync(to, at);
  for (const at of ['run', path.join('.fashion-mnist/runs', asFile(name()))]) {
    fs.cpSync(run, path.join(workspace, at), { recursive: true });
    spoilRun(path.join(workspace, at), name, now);
  }
  plantModules(workspace);
  const cells = [`train/${name()}`, 'data', 'train', '0', '0', name(), 'relabel', '1', name(), '0.5', 'margin', name()];
  cells.push(name(), '2026-01-01T10:00:00.000Z', name());
  const line = CORRECTION_COLUMNS.map((_, at) => `"${(cells[at] ?? '').replaceAll('"', '""')}"`).join(',');
  fs.writeFileSync(path.join(workspace, 'corrections.csv'), `${HEADER_LINE}${line}\n`);
  const { network, training } = RECIPES['quick'];
  const layers = now(4) ? [{ type: name() }, ...network] : network;
  const recipe = { name: name(), description: name(), network: layers, training };
  fs.writeFileSync(path.join(workspace, 'network.json'), JSON.stringify(recipe));
}

/** A name that a folder can have. */
const asFile = (text: string) => text.replaceAll('/', '\u2215').replace(/^\.\.?$/, '_');

/** Modules that would be found by whoever looked for one beside the data. */
function plantModules(workspace: string): void {
  const pwn = "require('node:fs').writeFileSync(__dirname.split('node_modules')[0] + 'pwned', '');";
  for (const module of ['@tensorflow/tfjs-node', '@tensorflow/tfjs-core', 'zod', 'fashion-mnist-vscode']) {
    const at = path.join(workspace, 'node_modules', module);
    fs.mkdirSync(at, { recursive: true });
    fs.writeFileSync(path.join(at, 'package.json'), JSON.stringify({ name: module, main: 'index.js' }));
    fs.writeFileSync(path.join(at, 'index.js'), pwn);
  }
  fs.writeFileSync(path.join(workspace, '.npmrc'), 'node-options=--require ./node_modules/zod/index.js\n');
}

/** Names in a run's record, a weights file that lies elsewhere, a layer that is code. */
function spoilRun(run: string, name: () => string, now: (one: number) => boolean): void {
  const edit = (file: string, change: (json: Record<string, unknown>) => void) => {
    const at = path.join(run, file);
    const json = JSON.parse(fs.readFileSync(at, 'utf8')) as Record<string, unknown>;
    change(json);
    fs.writeFileSync(at, JSON.stringify(json));
  };
  edit('run.json', (json) => {
    const { data, recipe } = json as { data: Record<string, unknown>; recipe: Record<string, unknown> };
    if (now(2)) data['classNames'] = ['Shirt', 'Coat', name()];
    if (now(2)) data['path'] = name();
    if (now(2)) recipe['name'] = name();
    if (now(4)) json['id'] = name();
  });
  fs.writeFileSync(path.join(run, 'card.json'), JSON.stringify({ name: name(), tags: [name(), name()] }));
  edit(path.join('model', 'model.json'), (json) => {
    if (now(6)) json['weightsManifest'] = [{ paths: ['../../../outside/canary.txt'], weights: [] }];
    if (now(6)) (json['weightsManifest'] as { paths: string[] }[])[0].paths = ['/etc/passwd'];
    if (now(6)) (json['modelTopology'] as Record<string, unknown>)['class_name'] = name();
  });
}

/** All files below a folder, with what is in them. */
function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const at = path.join(folder, entry);
    hash.update(`${entry}\0`);
    if (fs.statSync(at).isFile()) hash.update(fs.readFileSync(at));
  }
  return hash.digest('hex');
}

/** Cells of the CSV files written that a spreadsheet would take for a formula. */
function formulas(workspace: string): string[] {
  const written = ['predictions.csv', 'doubtful.csv', 'corrected/corrections.csv'].map((file) =>
    path.join(workspace, file),
  );
  return written.flatMap((file) => {
    if (!fs.existsSync(file) || fs.lstatSync(file).isSymbolicLink()) return [];
    const cells = parse(fs.readFileSync(file, 'utf8'), { relax_column_count: true }).flat();
    const found = cells.find((cell) => /^[=+@\t\r]|^-(?![\d.]+$)/.test(cell));
    return found === undefined ? [] : [`${path.basename(file)} has the formula ${found}`];
  });
}
