import { describe, expect, test } from 'vitest';
import { routes } from '../../functions/http/routes.ts';
import { retainedResources } from '../../lib/retained.ts';
import { functionsByName, resources, synthesizeTemplate, target } from './template.ts';

const template = synthesizeTemplate();
const functions = functionsByName(template);

describe('tables', () => {
  const tables = resources(template, 'AWS::DynamoDB::GlobalTable');

  test.each(tables)('%s can be restored to any second, and outlives the stack', (_id, table) => {
    const [replica] = table.Properties.Replicas;
    expect(replica.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(true);
    expect(replica.DeletionProtectionEnabled).toBe(true);
    expect(table.DeletionPolicy).toBe('Retain');
  });

  test('none has a TTL, since conditions read its items for ever; but for the figures, which no condition reads', () => {
    const expiring = tables.filter(([, { Properties }]) => Properties.TimeToLiveSpecification !== undefined);
    expect(expiring.map(([id]) => id.slice(0, -8))).toEqual(['TablesFigures']);
  });

  test('those that tell events stream old and new images', () => {
    const streaming = tables.filter(([, { Properties }]) => Properties.StreamSpecification !== undefined);
    expect(streaming.map(([id]) => id.slice(0, -8)).sort()).toEqual(['TablesInventory', 'TablesOrders']);
    for (const [, { Properties }] of streaming) {
      expect(Properties.StreamSpecification.StreamViewType).toBe('NEW_AND_OLD_IMAGES');
    }
  });

  test('a trial stack can be destroyed with its data', () => {
    const trial = synthesizeTemplate({ retainData: 'false' });
    for (const type of ['AWS::DynamoDB::GlobalTable', 'AWS::Cognito::UserPool']) {
      for (const [, resource] of resources(trial, type)) expect(resource.DeletionPolicy).toBe('Delete');
    }
  });
});

describe('functions', () => {
  test.each([...functions])('%s runs on Node 24 on arm64, and logs JSON to a group with a retention', (_name, fn) => {
    expect(fn.Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
    expect(fn.Properties.LoggingConfig.LogFormat).toBe('JSON');
    const groups = new Map(resources(template, 'AWS::Logs::LogGroup'));
    expect(groups.get(target(fn.Properties.LoggingConfig.LogGroup))?.Properties.RetentionInDays).toBe(30);
  });

  test.each([...functions])('%s has a role of its own', (_name, fn) => {
    const sharing = [...functions.values()].filter(
      (other) => target(other.Properties.Role) === target(fn.Properties.Role),
    );
    expect(sharing).toHaveLength(1);
  });

  test('the one that ends a grace period is there when there is one', () => {
    expect(functions.has('end-grace-period')).toBe(false);
    expect(functionsByName(synthesizeTemplate({ gracePeriodSeconds: 1 })).has('end-grace-period')).toBe(true);
  });

  test('settings reach the functions that ask for them', () => {
    const changed = functionsByName(synthesizeTemplate({ sagaTimeoutSeconds: 30, reservationTtlSeconds: 60 }));
    expect(changed.get('sweep')?.Properties.Environment.Variables.SAGA_TIMEOUT_SECONDS).toBe('30');
    expect(changed.get('reserve-stock')?.Properties.Environment.Variables.RESERVATION_TTL_SECONDS).toBe('60');
  });
});

describe('the API', () => {
  const served = resources(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);
  const keyOf = ({ method, path }: { readonly method: string; readonly path: string }) => `${method} ${path}`;

  test('has the routes of the list and a default', () => {
    expect(served.map(({ RouteKey }) => RouteKey).sort()).toEqual([...routes.map(keyOf), '$default'].sort());
  });

  test.each(routes.map((route) => [keyOf(route), route.access]))(
    '%s asks a token unless it is for all (%s)',
    (key, access) => {
      const route = served.find(({ RouteKey }) => RouteKey === key);
      expect(route?.AuthorizationType).toBe(access === 'all' ? 'NONE' : 'JWT');
      expect(route?.AuthorizerId === undefined).toBe(access === 'all');
    },
  );

  test('its stage deploys itself and is throttled', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 },
    });
  });

  test('placing orders is throttled by itself, once there is the route', () => {
    const stages = synthesizeTemplate({ ordersPerSecond: 50, orderBurst: 80 }).findResources(
      'AWS::ApiGatewayV2::Stage',
    );
    const [stage] = Object.values(stages);
    const throttle = { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 80 };
    expect(stage?.Properties.RouteSettings).toEqual({ 'POST /orders': throttle });
    const placing = resources(template, 'AWS::ApiGatewayV2::Route').find(
      ([, { Properties }]) => Properties.RouteKey === 'POST /orders',
    );
    expect(stage?.DependsOn).toContain(placing?.[0]);
  });

  test('no page of another origin may call it, unless a setting says so', () => {
    const corsOf = (context: Record<string, unknown>) =>
      Object.values(synthesizeTemplate(context).findResources('AWS::ApiGatewayV2::Api'))[0]?.Properties
        .CorsConfiguration;
    expect(corsOf({})).toBeUndefined();
    expect(corsOf({ corsOrigins: 'https://shop.example, http://localhost:5173' })).toMatchObject({
      AllowOrigins: ['https://shop.example', 'http://localhost:5173'],
      AllowHeaders: ['authorization', 'content-type', 'idempotency-key'],
    });
  });

  test('its tokens come from the user pool, which knows the staff', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', { AuthorizerType: 'JWT' });
    template.hasResourceProperties('AWS::Cognito::UserPoolGroup', { GroupName: 'staff' });
  });
});

describe('what outlives the stack is told, and nothing else', () => {
  test('with production settings: tables, users and the secret', () => {
    // Without the command line of the CDK there are no paths, and the logical ids stand for them.
    const names = retainedResources(template.toJSON()).map((id) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(names.sort()).toEqual([
      'SecretsCursorKey',
      'TablesCatalog',
      'TablesFigures',
      'TablesInventory',
      'TablesMovements',
      'TablesOrders',
      'TablesPaymentLedger',
      'UsersUserPool',
    ]);
  });

  test('with those of a trial: nothing', () => {
    expect(retainedResources(synthesizeTemplate({ retainData: 'false' }).toJSON())).toEqual([]);
  });
});

test('the outputs name what an operator needs', () => {
  const outputs = Object.keys(template.findOutputs('*'));
  expect(outputs).toEqual(
    expect.arrayContaining(['ApiUrl', 'UserPoolId', 'UserPoolClientId', 'StateMachineArn', 'EventBusName']),
  );
  expect(outputs.filter((name) => name.endsWith('DeadLetterQueueUrl'))).toHaveLength(8);
});
