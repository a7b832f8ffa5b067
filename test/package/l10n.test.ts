import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { BUNDLES, findTexts, placesIn, SOURCE_BUNDLE } from '../../scripts/texts';

const textsOf = (file: string) => JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, string>;

describe('the texts of the program', () => {
  const found = findTexts();

  it('are whole sentences that can be translated, with a value for each place', () => {
    const { unreadable, wrongValues, forgotten } = found;
    assert.deepEqual({ unreadable, wrongValues, forgotten }, { unreadable: [], wrongValues: [], forgotten: [] });
    assert.ok(found.keys.length > 1000, `${found.keys.length} texts`);
  });

  it('are all in bundle.l10n.json (`npm run l10n:make` renews it)', () => {
    assert.deepEqual(Object.keys(textsOf(SOURCE_BUNDLE)), found.keys);
  });

  const translations = fs.readdirSync(BUNDLES).filter((file) => /^bundle\.l10n\.[\w-]+\.json$/.test(file));

  it('are translated into one language at least', () => assert.ok(translations.includes('bundle.l10n.de.json')));

  for (const name of translations) {
    it(`are all in ${name}, with the same places for values`, () => {
      const texts = textsOf(path.join(BUNDLES, name));
      assert.deepEqual(Object.keys(texts), found.keys);
      for (const [key, text] of Object.entries(texts)) {
        assert.deepEqual([...placesIn(text)].sort(), [...placesIn(key)].sort(), key);
        assert.ok(text.trim(), key);
      }
    });
  }
});
