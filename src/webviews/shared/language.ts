// The first import of each view: texts are made when modules are loaded too. The page brings them (panels/webview.ts).
import { useLanguage } from '../../shared/language';

const page = document.getElementById('texts')?.textContent;
useLanguage({ tag: document.documentElement.lang, texts: page ? (JSON.parse(page) as Record<string, string>) : {} });
