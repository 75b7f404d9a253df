import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A test that is named after a scenario; `file` is relative to the project. */
export type NamedTest = { readonly file: string; readonly title: string; readonly part: string | undefined };

const projectDirectory = join(import.meta.dirname, '..', '..', '..');

/** `scenario(…)` as the name of a test: the first argument of a call that itself is no declaration. */
const naming =
  /\(\s*scenario\(\s*(?<title>'[^'\n]*'|"[^"\n]*"|`[^`\n]*`)(?:,\s*(?<part>'[^'\n]*'|"[^"\n]*"|`[^`\n]*`))?,?\s*\)/g;

/** The tests of all scenarios, found in the test files themselves, in the order of their files. */
export function namedTests(): NamedTest[] {
  const files = readdirSync(join(projectDirectory, 'test'), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `test/${file.replaceAll('\\', '/')}`)
    .sort()
    .flatMap(testsIn);
}

function testsIn(file: string): NamedTest[] {
  const source = readFileSync(join(projectDirectory, file), 'utf8');
  return [...source.matchAll(naming)].map(({ groups = {} }) => {
    const { title = '', part } = groups;
    return { file, title: title.slice(1, -1), part: part?.slice(1, -1) };
  });
}
