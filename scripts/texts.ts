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
  /** Calls that give another number of values than the text has places for. */
  wrongValues: string[];
}

/** @param within the folders (or files) that are read, relative to the root */
export function findTexts(within: readonly string[] = ['src']): FoundTexts {
  const keys = new Set<string>();
  const unreadable: string[] = [];
  const wrongValues: string[] = [];
  for (const entry of fs.readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
    const file = path.join('src', entry);
    if (!entry.endsWith('.ts') || !within.some((one) => file === one || file.startsWith(`${one}/`))) continue;
    const text = fs.readFileSync(path.join(root, file), 'utf8');
    if (!text.includes("'@vscode/l10n'")) continue;
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && node.expression.getText(source) === 'l10n.t') {
        const place = `${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
        const [first, ...values] = node.arguments;
        const found = readText(first, source);
        if (!found) unreadable.push(place);
        else {
          keys.add(found.key);
          const count = found.values ?? values.length;
          if (placesIn(found.message).size !== count && !isNamed(values))
            wrongValues.push(`${place}: ${found.message}`);
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { keys: [...keys].sort(), unreadable, wrongValues };
}

/** The places of values in a text: `{0}`, `{name}`. */
export function placesIn(text: string): Set<string> {
  return new Set([...text.matchAll(/\{\w+\}/g)].map(([place]) => place));
}

/** `l10n.t('{name} is ...', { name })` */
function isNamed(values: readonly ts.Expression[]): boolean {
  return values.length === 1 && ts.isObjectLiteralExpression(values[0]);
}

function readText(
  node: ts.Expression,
  source: ts.SourceFile,
): { key: string; message: string; values?: number } | undefined {
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
  const values = valuesNode && ts.isArrayLiteralExpression(valuesNode) ? valuesNode.elements.length : 0;
  return { key, message, values };
}

/** A string literal, or several that are joined by "+". */
function constantText(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isParenthesizedExpression(node)) return constantText(node.expression);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [constantText(node.left), constantText(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}
