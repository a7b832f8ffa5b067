// The first import of a background process: texts are made when modules are loaded too. The extension names the
// editor's language and the bundle with its texts; the command line does not: it speaks English.
import fs from 'node:fs';
import { useLanguage } from '../shared/language';

const { FASHION_MNIST_LANGUAGE: tag, FASHION_MNIST_TEXTS: bundle } = process.env;
if (tag)
  useLanguage({ tag, texts: bundle ? (JSON.parse(fs.readFileSync(bundle, 'utf8')) as Record<string, string>) : {} });
