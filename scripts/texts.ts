// The texts of the program that are shown in the editor: all that `l10n.t` of @vscode/l10n is given.
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.join(__dirname, '..');

/** Where translations are: `bundle.l10n.<language>.json`; `bundle.l10n.json` is what there is to translate. */
export const BUNDLES = path.join(root, 'l10n');
export const SOURCE_BUNDLE = path.join(BUNDLES, 'bundle.l10n.json');

export interface FoundTexts {
  /** The keys of the bundles, sorted: a text, and where it has a comment, that after a slash. */
  keys: string[];
  /** Calls whose text is put together at run time: `file:line`. Nobody could translate it. */
  unreadable: string[];
  /** Calls that give other values than the text has places for. */
  wrongValues: string[];
  /** What a `UserError` says that is not given to `l10n.t`, but on the command line. */
  forgotten: string[];
}

/** Reads all of `src`. */
export function findTexts(): FoundTexts {
  const keys = new Set<string>();
  const unreadable: string[] = [];
  const wrongValues: string[] = [];
  const forgotten: string[] = [];
  for (const entry of fs.readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
    const file = `src/${entry.replaceAll('\\', '/')}`;
    if (!entry.endsWith('.ts')) continue;
    const text = fs.readFileSync(path.join(root, file), 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
    const placeOf = (node: ts.Node) =>
      `${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && node.expression.getText(source) === 'l10n.t') {
        const [first, ...values] = node.arguments;
        const found = readText(first, source);
        if (!found) unreadable.push(placeOf(node));
        else {
          keys.add(found.key);
          const given = found.values ?? placesOf(values, source);
          if (given && given.sort().join() !== [...placesIn(found.message)].sort().join()) {
            wrongValues.push(`${placeOf(node)}: ${found.message}`);
          }
        }
      }
      if (ts.isNewExpression(node) && node.expression.getText(source) === 'UserError' && !isEnglish(file)) {
        const bare = node.arguments?.slice(0, 2).map(constantText) ?? [];
        for (const one of bare) if (one) forgotten.push(`${placeOf(node)}: ${one}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { keys: [...keys].sort(), unreadable, wrongValues, forgotten };
}

/** The places of values in a text: `{0}`, `{name}`. */
export function placesIn(text: string): Set<string> {
  return new Set([...text.matchAll(/\{\w+\}/g)].map(([place]) => place));
}

/** What is said on the command line, to whoever builds an engine, or to a language model. */
function isEnglish(file: string): boolean {
  return /^src\/(cli\/|engine\/native\/(buildEngine|compile|official)|extension\/languageModelTools)/.test(file);
}

/** The places that values are for: `{0}`, or by name where one object holds them; unknown where that is made elsewhere. */
function placesOf(values: readonly ts.Expression[], source: ts.SourceFile): string[] | undefined {
  const [only] = values;
  if (values.length !== 1 || !ts.isObjectLiteralExpression(only)) return values.map((_, at) => `{${at}}`);
  const names = only.properties.map((one) => one.name?.getText(source));
  return names.some((name) => name === undefined) ? undefined : names.map((name) => `{${name!}}`);
}

function readText(
  node: ts.Expression,
  source: ts.SourceFile,
): { key: string; message: string; values?: string[] } | undefined {
  if (!ts.isObjectLiteralExpression(node)) {
    const message = constantText(node);
    return message === undefined ? undefined : { key: message, message };
  }
  const property = (name: string) =>
    node.properties.filter((one) => ts.isPropertyAssignment(one)).find((one) => one.name.getText(source) === name)
      ?.initializer;
  const [messageNode, commentNode, valuesNode] = [property('message'), property('comment'), property('args')];
  const message = messageNode && constantText(messageNode);
  if (message === undefined) return undefined;
  const comments =
    commentNode && (ts.isArrayLiteralExpression(commentNode) ? [...commentNode.elements] : [commentNode]);
  const key = comments ? `${message}/${comments.map((one) => constantText(one) ?? '').join('')}` : message;
  const values = valuesNode && ts.isArrayLiteralExpression(valuesNode) ? [...valuesNode.elements] : [];
  return { key, message, values: placesOf(values, source) };
}

/** A string literal, or several that are joined by "+". */
function constantText(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isParenthesizedExpression(node)) return constantText(node.expression);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [constantText(node.left), constantText(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}
