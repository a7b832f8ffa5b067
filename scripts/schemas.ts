// JSON schemas of the files that other programs may want to read, made from the contracts that this one is written by.
import path from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';

const root = path.join(__dirname, '..');

/** Each schema is `docs/schemas/<name>.schema.json`. */
export const SCHEMAS = {
  evaluation: { title: 'evaluation.json of FashionMNIST', contract: 'evaluation', type: 'Evaluation' },
  run: { title: 'run.json of FashionMNIST', contract: 'jobs', type: 'RunRecord' },
} as const;

export type SchemaName = keyof typeof SCHEMAS;

export function schemaFile(name: SchemaName): string {
  return path.join(root, 'docs', 'schemas', `${name}.schema.json`);
}

export function makeSchema(name: SchemaName): string {
  const { title, contract, type } = SCHEMAS[name];
  const { $schema, ...schema } = createGenerator({
    path: path.join(root, 'src', 'shared', 'contracts', `${contract}.ts`),
    tsconfig: path.join(root, 'src', 'shared', 'tsconfig.json'),
    type,
    expose: 'none',
    topRef: false,
    // That is the type checker's work.
    skipTypeCheck: true,
  }).createSchema(type);
  return `${JSON.stringify({ $schema, title, ...schema }, null, 2)}\n`;
}
