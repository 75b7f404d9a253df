import { describe, expect, test } from 'vitest';
import { statementsByFunction, statementsByRole, writableTotals, writesOf } from './policies.ts';
import { functionsByName, synthesizeTemplate } from './template.ts';

const template = synthesizeTemplate({ gracePeriodSeconds: 1 });
const functions = statementsByFunction(template);

function functionsThat(may: (name: string) => boolean): string[] {
  return [...functions.keys()].filter(may).sort();
}

function mayCall(action: string): string[] {
  return functionsThat((name) => (functions.get(name) ?? []).some(({ actions }) => actions.includes(action)));
}

describe('who may write stock', () => {
  const mayWrite: Readonly<Record<string, readonly string[]>> = {
    'adjust-stock': ['available'],
    'reserve-stock': ['available', 'reserved'],
    'commit-order': ['reserved', 'sold'],
    'release-stock': ['available', 'reserved'],
    'cancel-uncaptured-order': ['available', 'sold'],
    'cancel-order': ['available', 'reserved', 'sold'],
    'count-stock': ['available', 'reserved', 'sold'],
    sweep: ['available', 'reserved', 'sold'],
  };

  test.each([...functions.keys()])('%s writes the totals that it must, and no others', (name) => {
    expect(writableTotals(functions.get(name) ?? [])).toEqual(mayWrite[name] ?? []);
  });

  test('a stock item is updated and never replaced', () => {
    for (const statements of functions.values()) {
      for (const { actions, leadingKeys } of writesOf(statements, 'TablesInventory')) {
        if (actions.includes('dynamodb:UpdateItem') && actions.length === 1) continue;
        expect(leadingKeys).toBeDefined();
        expect(leadingKeys?.some((keys) => keys.startsWith('STOCK') || keys.startsWith('*'))).toBe(false);
      }
    }
  });

  test('no write of the inventory is without a kind of item', () => {
    const writes = [...functions.values()].flatMap((statements) => writesOf(statements, 'TablesInventory'));
    expect(writes.length).toBeGreaterThan(0);
    for (const { leadingKeys } of writes) expect(leadingKeys).toHaveLength(1);
  });

  test('nothing deletes an item', () => {
    expect(mayCall('dynamodb:DeleteItem')).toEqual([]);
  });
});

describe('reconciling changes nothing that it compares', () => {
  const statements = functions.get('reconcile') ?? [];
  const keysOf = (table: string) => writesOf(statements, table).map(({ leadingKeys }) => leadingKeys);

  test('it writes discrepancies into the inventory, and neither stock nor reservations', () => {
    expect(keysOf('TablesInventory')).toEqual([['DISCREPANCY#*']]);
  });

  test('it writes its own memory beside the ledger, and no row of it', () => {
    expect(keysOf('TablesMovements')).toEqual([['RECONCILIATION#*']]);
  });

  test.each(['TablesOrders', 'TablesCatalog', 'TablesPaymentLedger'])('it writes nothing in %s', (table) => {
    expect(keysOf(table)).toEqual([]);
    expect(statements.some(({ resources }) => resources.some((resource) => resource.includes(`"${table}`)))).toBe(true);
  });

  test('and it can call nothing else', () => {
    const actions = statements.flatMap((statement) => statement.actions);
    expect(actions.filter((action) => !/^(dynamodb|logs|sqs|xray):/.test(action))).toEqual([]);
  });

  test('whoever resolves a discrepancy may tell an entry by the stock item, and touch no total of it', () => {
    const updates = writesOf(functions.get('resolve-discrepancy') ?? [], 'TablesInventory');
    const ofStock = updates.filter(({ leadingKeys }) => leadingKeys?.includes('STOCK#*'));
    expect(ofStock.map(({ attributes }) => attributes)).toEqual([['pk', 'sk', 'revision', 'adjustment']]);
    expect(writesOf(functions.get('resolve-discrepancy') ?? [], 'TablesMovements')).toEqual([]);
  });
});

describe('who may write money', () => {
  const ledgerWriters = functionsThat((name) => writesOf(functions.get(name) ?? [], 'TablesPaymentLedger').length > 0);

  test('only the payment steps of the saga write the ledger', () => {
    expect(ledgerWriters).toEqual(['authorize-payment', 'capture-payment', 'settle-payment']);
  });

  test('nothing that writes the ledger writes stock', () => {
    for (const name of ledgerWriters) expect(writableTotals(functions.get(name) ?? [])).toEqual([]);
  });

  test('nothing that adjusts stock can reach the money, its ledger or a secret of its provider', () => {
    const adjusters = functionsThat((name) =>
      writesOf(functions.get(name) ?? [], 'TablesInventory').some(({ attributes }) =>
        attributes?.includes('adjustment'),
      ),
    );
    expect(adjusters).toEqual(['adjust-stock', 'resolve-discrepancy']);
    for (const name of adjusters) {
      const statements = functions.get(name) ?? [];
      const reaches = statements.filter(({ resources: names }) => names.some((it) => it.includes('PaymentLedger')));
      expect(reaches).toEqual([]);
      expect(mayCall('secretsmanager:GetSecretValue')).not.toContain(name);
    }
  });
});

describe('who may read secrets', () => {
  test('those that give cursors, and nobody else', () => {
    const lists = ['list-discrepancies', 'list-items', 'list-movements', 'list-order-events', 'list-orders'];
    expect(mayCall('secretsmanager:GetSecretValue')).toEqual(lists);
  });

  test('no environment variable holds one', () => {
    const variables = [...functionsByName(template).values()].flatMap(({ Properties }) =>
      Object.values(Properties.Environment?.Variables ?? {}),
    );
    expect(variables.length).toBeGreaterThan(0);
    expect(JSON.stringify(variables)).not.toContain('resolve:secretsmanager');
  });
});

describe('who may call what', () => {
  test('events are published by the relay and by the sweep', () => {
    expect(mayCall('events:PutEvents')).toEqual(['publish-events', 'sweep']);
  });

  test('the saga is started by those whose orders need it', () => {
    expect(mayCall('states:StartExecution')).toEqual(['advance-order', 'cancel-order', 'sweep']);
  });

  test.each([
    'get-health',
    'not-found',
    'list-items',
    'get-item',
    'get-stock',
    'list-movements',
    'list-orders',
    'get-order',
    'get-overview',
    'list-order-events',
    'list-discrepancies',
  ])('%s only reads', (name) => {
    const actions = (functions.get(name) ?? []).flatMap((statement) => statement.actions);
    expect(
      actions.filter(
        (action) =>
          !/^(dynamodb:(Get|BatchGet|Query)|secretsmanager:GetSecretValue$|sqs:GetQueueAttributes$|logs:|xray:)/.test(
            action,
          ),
      ),
    ).toEqual([]);
  });
});

describe('breadth', () => {
  const all = [...statementsByRole(template).values()].flat();

  test('no action is a pattern', () => {
    expect(all.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
  });

  test('no resource is everything, save for the delivery of logs and traces, which AWS cannot narrow', () => {
    const broad = all.filter((statement) => statement.resources.includes('"*"'));
    const actions = broad.flatMap((statement) => statement.actions);
    expect(actions.filter((action) => !/^(logs|xray):/.test(action))).toEqual([]);
  });

  test('no role has a managed policy', () => {
    for (const role of Object.values(template.findResources('AWS::IAM::Role'))) {
      expect(role.Properties.ManagedPolicyArns).toBeUndefined();
    }
  });
});
