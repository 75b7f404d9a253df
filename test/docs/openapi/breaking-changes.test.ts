import { describe, expect, test } from 'vitest';
import { openApiDocument } from '../../../bin/documents/openapi/document.ts';
import { breakingChanges, type Contract } from './breaking-changes.ts';
import published from './published.json' with { type: 'json' };

/** As clients read it: what is not there is not there. */
const current: Contract = JSON.parse(JSON.stringify(openApiDocument()));

test('nothing breaks a client of the published document', () => {
  // Whoever breaks clients on purpose says so in a release, and publishes the document anew: copy docs/openapi.json.
  expect(breakingChanges(JSON.parse(JSON.stringify(published)), current)).toEqual([]);
});

type Edit = (document: ReturnType<typeof editable>) => void;

/** The document as nested objects that a test may change. */
function editable() {
  const copy = structuredClone(current);
  return {
    copy,
    schema: (name: string) => copy.components.schemas[name] ?? {},
    property: (name: string, member: string) => {
      const found = copy.components.schemas[name]?.properties?.[member];
      if (typeof found !== 'object') throw new Error(`There is no ${name}.${member}`);
      return found;
    },
    operation: (path: string, method: string) => {
      const operation = copy.paths[path]?.[method];
      if (operation === undefined) throw new Error(`There is no ${method} ${path}`);
      return operation;
    },
  };
}

function changesAfter(edit: Edit): string[] {
  const document = editable();
  edit(document);
  return breakingChanges(current, document.copy);
}

describe('what breaks a client is found', () => {
  const edits: Readonly<Record<string, readonly [string, Edit]>> = {
    'a route that is gone': [
      'POST /orders is gone',
      ({ copy }) => Reflect.deleteProperty(copy.paths['/orders'] ?? {}, 'post'),
    ],
    'a member that is gone from an answer': [
      'Order.total is gone',
      ({ schema }) => Reflect.deleteProperty(schema('Order').properties ?? {}, 'total'),
    ],
    'a member that an answer does not always have': [
      'Stock.onHand is not always there',
      ({ schema }) => Reflect.set(schema('Stock'), 'required', ['sku', 'available', 'reserved', 'sold']),
    ],
    'a member that a request newly needs': [
      'NewStockAdjustment.note is newly needed',
      ({ schema }) => schema('NewStockAdjustment').required?.push('note'),
    ],
    'a value that a request may not have any more': [
      'NewStockAdjustment.reason takes no damaged',
      ({ property }) =>
        Reflect.set(property('NewStockAdjustment', 'reason'), 'enum', ['received', 'returned', 'correction']),
    ],
    'a value that an answer never had': [
      'Order.status may newly be Lost',
      ({ property }) => Reflect.set(property('Order', 'status'), 'enum', ['Paid', 'Lost']),
    ],
    'a narrower bound': [
      'Cancellation.note has a narrower maxLength',
      ({ property }) => Reflect.set(property('Cancellation', 'note'), 'maxLength', 100),
    ],
    'another type': [
      'Stock.sold has another type',
      ({ property }) => Reflect.set(property('Stock', 'sold'), 'type', 'string'),
    ],
    'a parameter that is newly needed': [
      'GET /orders newly needs query status',
      ({ operation }) => {
        const status = operation('/orders', 'get').parameters.find(({ name }) => name === 'status');
        Reflect.set(status ?? {}, 'required', true);
      },
    ],
    'a status that is not answered any more': [
      'PUT /catalog/items/{sku}: 201 has no application/json any more',
      ({ operation }) => Reflect.deleteProperty(operation('/catalog/items/{sku}', 'put').responses, '201'),
    ],
  };

  test.each(Object.entries(edits))('%s', (_what, [expected, edit]) => {
    expect(changesAfter(edit)).toContain(expected);
  });
});

describe('what only adds breaks nobody', () => {
  test('a route, an optional member that is sent, and a member that is read', () => {
    const added = ({ copy, schema, property, operation }: ReturnType<typeof editable>) => {
      Reflect.set(copy.paths, '/new', { get: operation('/orders', 'get') });
      Reflect.set(schema('NewOrder').properties ?? {}, 'gift', { type: 'boolean' });
      Reflect.set(schema('Order').properties ?? {}, 'gift', { type: 'boolean' });
      Reflect.set(property('NewStockAdjustment', 'reason'), 'enum', [
        'received',
        'returned',
        'damaged',
        'correction',
        'found',
      ]);
    };
    expect(changesAfter(added)).toEqual([]);
  });
});
