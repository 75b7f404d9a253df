import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { asyncApiDocument } from '../../bin/documents/asyncapi.ts';
import { eventCatalogue } from '../../domain/events/catalogue.ts';

const schemaPath = createRequire(import.meta.url).resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json');

test('the document of the events is AsyncAPI 3', () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(schemaPath, 'utf8')));
  validate(JSON.parse(JSON.stringify(asyncApiDocument())));
  expect(validate.errors).toBeNull();
});

test('every event has its message', () => {
  const { channels, components } = asyncApiDocument();
  expect(Object.keys(components.messages).sort()).toEqual(Object.keys(eventCatalogue).sort());
  expect(Object.keys(channels.events.messages).sort()).toEqual(Object.keys(eventCatalogue).sort());
});
