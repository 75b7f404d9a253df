import { Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Consumers } from '../consumers.ts';
import type { Counting } from '../counting.ts';
import { type Functions, pascalCase } from '../functions.ts';
import type { Relay } from '../relay.ts';
import type { Saga } from '../saga.ts';
import type { ScheduledFunction } from '../schedule.ts';
import type { Settings } from '../settings.ts';
import type { Tables } from '../tables.ts';
import { createAlarmTopic } from './alarm-topic.ts';
import type { AlarmDeclaration } from './declaration.ts';
import { executionAlarms } from './execution-alarms.ts';
import {
  apiErrorAlarm,
  countingLagAlarm,
  errorAlarm,
  notRunningAlarm,
  relayLagAlarm,
  tableThrottleAlarm,
  throttleAlarm,
} from './function-alarms.ts';
import { deadLetterAlarm, queueAgeAlarm } from './queue-alarms.ts';
import { discrepancyAlarm, expiryLagAlarm, oldestOrderAlarm } from './shop-alarms.ts';

export type AlarmsProps = {
  readonly settings: Settings;
  readonly httpApi: HttpApi;
  readonly tables: Tables;
  readonly functions: Functions;
  readonly consumers: Consumers;
  readonly relay: Relay;
  readonly counting: Counting;
  readonly saga: Saga;
  readonly sweep: ScheduledFunction;
  readonly reconciliation: ScheduledFunction;
};

/** All that wakes somebody, and the topic that tells them. Each alarm's description names its page of the runbook. */
export class Alarms extends Construct {
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = createAlarmTopic(this, 'Topic', props.settings.alarmEmail);
    const declared = {
      ...partAlarms(props, Stack.of(this).stackName),
      ...consumerAlarms(props),
      ...functionAlarms(props),
    };
    for (const [name, declaration] of Object.entries(declared)) this.#add(name, declaration);
  }

  #add(name: string, { says, page, metric, ...declaration }: AlarmDeclaration): void {
    const alarm = new Alarm(this, name, {
      alarmDescription: `${says}. Runbook: docs/runbook/${page}.md`,
      metric,
      comparisonOperator: declaration.comparison,
      threshold: declaration.threshold,
      evaluationPeriods: declaration.periods,
      datapointsToAlarm: declaration.breaching ?? declaration.periods,
      treatMissingData: declaration.missing,
    });
    const action = new SnsAction(this.topic);
    alarm.addAlarmAction(action);
    // So that whoever was woken knows when it is over.
    alarm.addOkAction(action);
  }
}

type Declared = Readonly<Record<string, AlarmDeclaration>>;

function partAlarms(props: AlarmsProps, stackName: string): Declared {
  const { settings, httpApi, tables, functions, relay, counting, saga, sweep, reconciliation } = props;
  return {
    ApiErrors: apiErrorAlarm(httpApi),
    OrdersThrottles: tableThrottleAlarm('Orders', tables.orders),
    InventoryThrottles: tableThrottleAlarm('Inventory', tables.inventory),
    RelayDeadLetters: deadLetterAlarm('Relay', relay.deadLetterQueue, 'dead-letters-of-the-relay'),
    CountingDeadLetters: deadLetterAlarm('Counting', counting.deadLetterQueue, 'stock-not-counted'),
    CountingLag: countingLagAlarm(functions.get('count-stock')),
    SweepDeadLetters: deadLetterAlarm('Sweep', sweep.deadLetterQueue, 'dead-letters-of-a-schedule'),
    ReconciliationDeadLetters: deadLetterAlarm(
      'Reconciliation',
      reconciliation.deadLetterQueue,
      'dead-letters-of-a-schedule',
    ),
    ...executionAlarms(saga, settings),
    RelayLag: relayLagAlarm(functions.get('publish-events')),
    SweepNotRunning: notRunningAlarm('sweep', functions.get('sweep'), settings.sweepSeconds),
    ReconciliationNotRunning: notRunningAlarm('reconcile', functions.get('reconcile'), settings.reconcileSeconds),
    ExpiryLag: expiryLagAlarm(stackName, settings),
    OldestOrderInFlight: oldestOrderAlarm(stackName, settings),
    Discrepancies: discrepancyAlarm(stackName),
  };
}

function consumerAlarms({ consumers }: AlarmsProps): Declared {
  const alarms = [...consumers].flatMap(([name, { queue, deadLetterQueue, delaySeconds }]) => [
    [`${name}DeadLetters`, deadLetterAlarm(name, deadLetterQueue, 'dead-letters-of-a-consumer')] as const,
    [`${name}QueueAge`, queueAgeAlarm(name, queue, delaySeconds)] as const,
  ]);
  return Object.fromEntries(alarms);
}

function functionAlarms({ functions, settings }: AlarmsProps): Declared {
  const everySeconds = new Map<string, number>([
    ['sweep', settings.sweepSeconds],
    ['reconcile', settings.reconcileSeconds],
  ]);
  const alarms = [...functions].flatMap(([name, lambda]) => [
    [`${pascalCase(name)}Errors`, errorAlarm(name, lambda, everySeconds.get(name))] as const,
    [`${pascalCase(name)}Throttles`, throttleAlarm(name, lambda)] as const,
  ]);
  return Object.fromEntries(alarms);
}
