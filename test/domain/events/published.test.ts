import { expect, test } from 'vitest';
import { eventCatalogue } from '../../../domain/events/catalogue.ts';
import { parseEvent } from '../../../domain/events/codec.ts';
import published from './published.json' with { type: 'json' };

/**
 * Events as they were published once: archives replay them, and dead letters wait for weeks. Add to this list, and
 * take nothing from it. A schema that cannot read one of them needs a new `schemaVersion`, and a reader for the old.
 */
test.each(published.map(({ detailType, detail }) => [detailType, detail] as const))(
  '%s, as it was published, is still read',
  (detailType, detail) => {
    const { metadata, happening } = parseEvent(detailType, detail);
    expect({ metadata, data: happening.data }).toEqual(detail);
  },
);

test('every event of the catalogue has been published', () => {
  expect(new Set(published.map(({ detailType }) => detailType))).toEqual(new Set(Object.keys(eventCatalogue)));
});
