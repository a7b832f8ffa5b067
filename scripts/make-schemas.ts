// Writes the JSON schemas in docs/schemas. `npm run schemas:make`
import fs from 'node:fs';
import path from 'node:path';
import { makeSchema, schemaFile, SCHEMAS, type SchemaName } from './schemas';

for (const name of Object.keys(SCHEMAS) as SchemaName[]) {
  fs.mkdirSync(path.dirname(schemaFile(name)), { recursive: true });
  fs.writeFileSync(schemaFile(name), makeSchema(name));
}
