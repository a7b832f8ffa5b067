// What the README tells people to type works, in its order, and names what there is.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { temporaryFolder } from '../unit/engine/temporaryFolder';
import { runCli } from './runCli';

const root = path.join(__dirname, '../..');
const read = (name: string) => fs.readFileSync(path.join(root, name), 'utf8');
const readme = read('README.md');
const json = (name: string) => JSON.parse(read(name)) as Record<string, unknown>;

/** The code blocks of the README: what they are marked as, and what is in them. */
const blocks = [...readme.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, kind, text]) => ({ kind, text }));

describe('the README', () => {
  it('tells commands that work, one after the other', async function () {
    this.timeout(600_000);
    const folder = await temporaryFolder();
    const run = async (line: string) => {
      const { code, stdout, stderr } = await runCli(line.split(/\s+/), { folder });
      assert.equal(code, 0, `${line}\n${stderr}`);
      return stdout;
    };
    const tiny = blocks.find(({ kind, text }) => kind === 'json' && text.includes('"tiny"'))!;
    fs.writeFileSync(path.join(folder, 'tiny.json'), tiny.text);
    const typed = blocks.flatMap(({ text }) =>
      [...text.matchAll(/^npx fashion-mnist ([^#\n]+?)\s*(#.*)?$/gm)].map(([, line]) => line),
    );
    assert.ok(typed.length >= 13, typed.join('\n'));
    for (const line of typed) {
      if (line.includes('--corrections corrections.csv')) {
        // "Then write corrections.csv from what doubtful.csv names"
        const rows = parse<{ image_id: string; predicted_label: string }>(
          fs.readFileSync(path.join(folder, 'doubtful.csv')),
          { columns: true },
        );
        const lines = rows.map((row) => `${row.image_id},relabel,${row.predicted_label},2026-11-28T12:00:00Z\n`);
        fs.writeFileSync(
          path.join(folder, 'corrections.csv'),
          `image_id,decision,new_label,reviewed_at\n${lines.join('')}`,
        );
      }
      const { runs } = JSON.parse(await run('runs list --json')) as { runs: { folder: string }[] };
      // Five epochs are enough for everything that is said there.
      const isLong = line.startsWith('train') && !line.includes('--epochs');
      await run(
        `${line.replace('RUN', path.basename(runs[0]?.folder ?? ''))}${isLong ? ' --recipe quick --epochs 5' : ''}`,
      );
    }
  });

  it('lists each command with all of its options', async () => {
    const folder = await temporaryFolder();
    const rows = [...readme.matchAll(/^\| (`[a-z]+ ?[^|]*`) \| ([^\n]*) \|$/gm)];
    const told = new Map<string, Set<string>>();
    const optionsIn = (text: string) => [...text.matchAll(/--[a-z-]+/g)].map(([option]) => option);
    for (const [, commands, options] of rows) {
      for (const [, command] of commands.matchAll(/`((?:[a-z]+ ?)+)[^`]*`/g)) {
        const known = told.get(command.trim()) ?? new Set();
        for (const option of [...optionsIn(options), ...optionsIn(commands)]) known.add(option);
        told.set(command.trim(), known);
      }
    }
    for (const command of [
      'analyze',
      'train',
      'ablate',
      'evaluate',
      'compare',
      'review list',
      'review apply',
      'download',
    ]) {
      const { stdout } = await runCli([...command.split(' '), '--help'], { folder });
      const there = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option]) => option);
      const expected = there.filter((option) => option !== '--json' && option !== '--help').sort();
      assert.deepEqual([...(told.get(command) ?? [])].sort(), expected, command);
    }
  });

  it('names scripts, commands of the editor, settings and files that there are', () => {
    const scripts = Object.keys(json('package.json')['scripts'] as object);
    const typed = [...`${readme}${read('CONTRIBUTING.md')}`.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name);
    assert.deepEqual(
      typed.filter((name) => !scripts.includes(name)),
      [],
    );

    const titles = Object.values(json('package.nls.json'));
    const commands = [...readme.matchAll(/FashionMNIST: ([A-Z][\w ?'-]+?)(?="| \||, )/g)].map(([, title]) => title);
    assert.ok(commands.length > 20);
    assert.deepEqual(
      commands.filter((title) => !titles.includes(title)),
      [],
    );

    const folder = path.join(root, 'test/ui');
    const tests = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
    const listed = [...readme.matchAll(/^\| FashionMNIST: ([^|]+?) \|/gm)].map(([, title]) => title);
    const untried = listed.filter((title) => !tests.some((text) => text.includes(title)));
    assert.deepEqual(untried, [], 'each is used in a test of the editor');

    const { configuration } = json('package.json')['contributes'] as { configuration: { properties: object } };
    const settings = [...readme.matchAll(/fashionMnist\.\w+/g)].map(([name]) => name);
    const there = Object.keys(configuration.properties);
    assert.deepEqual([...new Set(settings)].sort(), [...there].sort(), 'each setting is told');

    const links = [...readme.matchAll(/\]\((?!http|#)([^)#]+)/g)].map(([, file]) => file);
    assert.deepEqual(
      links.filter((file) => !fs.existsSync(path.join(root, file))),
      [],
    );
  });

  it('has a heading for each of its links within', () => {
    const asLink = (heading: string) =>
      heading
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .trim()
        .replaceAll(' ', '-');
    const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => asLink(heading));
    const links = [...readme.matchAll(/\]\(#([\w-]+)\)/g)].map(([, link]) => link);
    assert.deepEqual(
      links.filter((link) => !headings.includes(link)),
      [],
    );
  });
});
