import assert from 'node:assert/strict';
import path from 'node:path';
import { commandName, quoted, type Start } from '../../../src/cli/commandName';

describe('what a hint calls the command line', () => {
  const root = path.resolve('clone');
  const elsewhere = path.resolve('elsewhere');
  const cli = path.join(root, 'dist', 'cli.cjs');
  const link = path.resolve('bin', 'fashion-mnist');
  const npx = path.resolve('cache', 'node_modules', '.bin', 'fashion-mnist');

  const cases: [how: string, start: Omit<Start, 'root'>, name: string][] = [
    ['npx', { script: npx, workingFolder: root, npmCommand: 'exec' }, 'npx fashion-mnist'],
    ['npm start', { script: cli, workingFolder: root, npmCommand: 'start' }, 'npx fashion-mnist'],
    ['node in the clone', { script: cli, workingFolder: root, npmCommand: undefined }, 'npx fashion-mnist'],
    [
      'node below the clone',
      { script: cli, workingFolder: path.join(root, 'test'), npmCommand: undefined },
      'npx fashion-mnist',
    ],
    ['a link on the path', { script: link, workingFolder: elsewhere, npmCommand: undefined }, 'fashion-mnist'],
    ['node elsewhere', { script: cli, workingFolder: elsewhere, npmCommand: undefined }, `node ${quoted(cli)}`],
    [
      'node in a folder beside',
      { script: cli, workingFolder: `${root}2`, npmCommand: undefined },
      `node ${quoted(cli)}`,
    ],
  ];
  for (const [how, start, name] of cases) {
    it(`started by ${how}`, () => assert.equal(commandName({ ...start, root }), name));
  }

  it('a path with blanks is quoted', () => {
    assert.equal(quoted('a b'), '"a b"');
    assert.equal(quoted('a/b_1.csv'), 'a/b_1.csv');
  });
});
