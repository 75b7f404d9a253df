import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generateDocuments, projectDirectory } from '../../bin/documents/documents.ts';
import { detailTypes, exampleOf } from '../../bin/documents/event-examples.ts';
import { layOut, type States } from '../../bin/documents/saga-layout.ts';
import { parseEvent } from '../../domain/events/codec.ts';

describe('generated documents', () => {
  for (const { path, text } of generateDocuments()) {
    test(`${path} is what \`npm run docs\` writes`, () => {
      expect(readFileSync(join(projectDirectory, path), 'utf8')).toBe(text);
    });
  }
});

describe('examples of events', () => {
  for (const detailType of detailTypes) {
    test(`${detailType} has the schema of the catalogue`, () => {
      const example = exampleOf(detailType);
      const received = parseEvent(detailType, JSON.parse(JSON.stringify(example.detail)));
      expect(received.happening.detailType).toBe(detailType);
    });
  }
});

/** The relative links of a page, without their anchors. */
function linksOf(page: string): string[] {
  const text = readFileSync(join(projectDirectory, page), 'utf8');
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  return targets.filter((target) => !/^(https?:|#)/.test(target)).map((target) => target.replace(/#.*$/, ''));
}

function pages(): string[] {
  const inDocs = readdirSync(join(projectDirectory, 'docs'), { recursive: true, encoding: 'utf8' });
  return [
    'README.md',
    'CONTRIBUTING.md',
    ...inDocs.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
  ];
}

describe('links between documents', () => {
  for (const page of pages()) {
    test(`${page} links to what is there`, () => {
      const broken = linksOf(page).filter(
        (target) => !existsSync(join(projectDirectory, normalize(join(dirname(page), target)))),
      );
      expect(broken).toEqual([]);
    });
  }
});

describe("the layout of the saga's picture", () => {
  test('puts the happy path into one row, and what undoes it below its causes', () => {
    const states: States = {
      First: { Type: 'Task', Next: 'Second', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Undo' }] },
      Second: { Type: 'Task', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Undo' }] },
      Undo: { Type: 'Task' },
    };
    expect([...layOut('First', states)]).toEqual([
      ['First', { column: 0, row: 0 }],
      ['Second', { column: 1, row: 0 }],
      ['Undo', { column: 0, row: 1 }],
    ]);
  });

  test('refuses a state that nothing leads to', () => {
    expect(() => layOut('Only', { Only: { Type: 'Task' }, Lost: { Type: 'Task' } })).toThrow('No way leads to Lost');
  });
});
