import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '../..');
const read = (name: string) => fs.readFileSync(path.join(root, name), 'utf8');
const texts = (name: string) => JSON.parse(read(name)) as Record<string, string>;

describe('the texts of package.json', () => {
  const english = texts('package.nls.json');
  const used = [...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);

  it('are in package.nls.json, each of them and no others', () => {
    assert.deepEqual([...new Set(used)].sort(), Object.keys(english).sort());
  });

  it('have no word for a person beside them', () => {
    const { contributes } = JSON.parse(read('package.json')) as { contributes: Record<string, unknown> };
    const shown = JSON.stringify(contributes).matchAll(/"(?:title|markdownDescription|contents|altText)":"([^"]*)"/g);
    const bare = [...shown].map(([, text]) => text).filter((text) => !text.startsWith('%'));
    assert.deepEqual([...new Set(bare)], ['FashionMNIST']);
  });

  for (const name of fs.readdirSync(root).filter((file) => /^package\.nls\..+\.json$/.test(file))) {
    it(`are all in ${name}, with the same commands and names of files`, () => {
      const translated = texts(name);
      assert.deepEqual(Object.keys(translated), Object.keys(english));
      for (const [key, text] of Object.entries(translated)) {
        const fixed = (of: string) => [...of.matchAll(/\(command:[\w.]+\)|`[^`]+`/g)].map(([part]) => part).sort();
        assert.deepEqual(fixed(text), fixed(english[key]), key);
        assert.ok(text.trim(), key);
      }
    });
  }
});
