import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateDocuments, projectDirectory } from './documents/documents.ts';

for (const { path, text } of generateDocuments()) {
  writeFileSync(join(projectDirectory, path), text);
  console.log(path);
}
