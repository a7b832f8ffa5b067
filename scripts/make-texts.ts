// Renews l10n/bundle.l10n.json, and tells what each translation lacks; what is in it for nothing is taken out.
import fs from 'node:fs';
import path from 'node:path';
import { BUNDLES, findTexts, SOURCE_BUNDLE } from './texts';

const { keys } = findTexts();
if (keys.length === 0) throw new Error('no texts were found: nothing is written');
const write = (file: string, texts: Record<string, string>) =>
  fs.writeFileSync(file, `${JSON.stringify(texts, null, 2)}\n`);

write(SOURCE_BUNDLE, Object.fromEntries(keys.map((key) => [key, key])));
console.log(`${keys.length} texts`);
for (const name of fs.readdirSync(BUNDLES).filter((file) => /^bundle\.l10n\..+\.json$/.test(file))) {
  const file = path.join(BUNDLES, name);
  if (file === SOURCE_BUNDLE) continue;
  const texts = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, string>;
  write(file, Object.fromEntries(keys.filter((key) => key in texts).map((key) => [key, texts[key]])));
  const missing = keys.filter((key) => !(key in texts));
  console.log(`${name}: ${missing.length} missing`, missing);
}
