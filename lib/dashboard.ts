import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  type Metric,
  SingleValueWidget,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { cancellationReasons } from '../domain/ordering/status.ts';
import type { Functions } from './functions.ts';
import { ownMetric, throttleEvents } from './metric.ts';
import type { Tables } from './tables.ts';

export type OverviewDashboardProps = {
  readonly stackName: string;
  readonly httpApi: HttpApi;
  readonly functions: Functions;
  readonly tables: Tables;
  readonly stateMachine: StateMachine;
  readonly deadLetterQueues: readonly Queue[];
};

const period = Duration.minutes(1);

/** One screen that tells whether shop, stock and money are well. */
export class OverviewDashboard extends Construct {
  readonly dashboardName: string;
  readonly #props: OverviewDashboardProps;

  constructor(scope: Construct, id: string, props: OverviewDashboardProps) {
    super(scope, id);
    this.#props = props;
    const dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.hours(3) });
    this.dashboardName = dashboard.dashboardName;
    dashboard.addWidgets(heading('Shop: orders come in, are paid, and none is stuck'));
    dashboard.addWidgets(...this.#shop());
    dashboard.addWidgets(heading('Stock: reserving is quick, and nothing is held for too long'));
    dashboard.addWidgets(...this.#stock());
    dashboard.addWidgets(heading('Money: what was authorised is captured, or undone'));
    dashboard.addWidgets(...this.#money());
    dashboard.addWidgets(heading('Machinery: nothing is lost, nothing is late'));
    dashboard.addWidgets(...this.#machinery());
  }

  #own(metricName: string, statistic: string = Stats.SUM, dimensionsMap: Record<string, string> = {}): Metric {
    const label = Object.values(dimensionsMap)[0] ?? metricName;
    return ownMetric(this.#props.stackName, metricName, { dimensionsMap, statistic, period, label });
  }

  #shop(): IWidget[] {
    const flow = ['OrdersPlaced', 'OrdersPaid', 'OrdersShipped'].map((name) => this.#own(name));
    const reasons = cancellationReasons.map((reason) => this.#own('OrdersCancelled', Stats.SUM, { reason }));
    const inFlight = [this.#own('OrdersInFlight', Stats.MAXIMUM), this.#own('OldestOrderInFlight', Stats.MAXIMUM)];
    const { httpApi } = this.#props;
    const refused = [httpApi.metricServerError({ period }), httpApi.metricClientError({ period })];
    return [
      graph('Orders a minute', flow),
      graph('Cancelled, by reason', reasons),
      values('In flight', inFlight),
      graph('Requests answered 5xx and 4xx', refused),
    ];
  }

  #stock(): IWidget[] {
    const latency = ['p50', 'p99'].map((statistic) => this.#own('ReservationLatency', statistic));
    const refusals = [this.#own('StockRejections'), this.#own('ReservationConflicts')];
    const late = [this.#own('Expiries'), this.#own('ExpiryLag', Stats.MAXIMUM)];
    return [
      graph('Reservation latency, ms', latency),
      graph('Refused and contended', refusals),
      graph('Expired, and how late (s)', late),
      values('Discrepancies', [this.#own('DiscrepanciesFound')]),
    ];
  }

  #money(): IWidget[] {
    const { stateMachine } = this.#props;
    const ended = [stateMachine.metricFailed({ period }), stateMachine.metricTimedOut({ period })];
    return [
      graph('Compensations', [this.#own('Compensations')]),
      graph('Sagas that failed', ended),
      graph('Time of a saga, ms', [stateMachine.metricTime({ period, statistic: 'p99' })]),
    ];
  }

  #machinery(): IWidget[] {
    const { functions, deadLetterQueues, tables } = this.#props;
    const letters = deadLetterQueues.map((queue) => queue.metricApproximateNumberOfMessagesVisible({ period }));
    const all = [...functions].map(([, lambda]) => lambda);
    const lag = functions.get('publish-events').metric('IteratorAge', { period, statistic: Stats.MAXIMUM });
    const throttled = [tables.orders, tables.inventory].flatMap((table) => throttleEvents(table, period));
    return [
      values('Dead letters', [sum('Dead letters', letters)]),
      graph('Relay lag, ms', [lag]),
      graph('Errors and throttles of functions', [
        sum(
          'errors',
          all.map((lambda) => lambda.metricErrors({ period })),
        ),
        sum(
          'throttles',
          all.map((lambda) => lambda.metricThrottles({ period })),
        ),
      ]),
      graph('Throttles of tables', throttled),
    ];
  }
}

function heading(markdown: string): IWidget {
  return new TextWidget({ markdown: `## ${markdown}`, width: 24, height: 1 });
}

function graph(title: string, left: IMetric[]): IWidget {
  return new GraphWidget({ title, left, width: 6, height: 6, leftYAxis: { min: 0 } });
}

function values(title: string, metrics: IMetric[]): IWidget {
  return new SingleValueWidget({ title, metrics, width: 6, height: 6, setPeriodToTimeRange: false });
}

/** Several metrics as one line; a graph may have several of these, told apart by the ids of their metrics. */
function sum(label: string, metrics: readonly IMetric[]): IMetric {
  const prefix = label.replaceAll(/\W/g, '').toLowerCase();
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`${prefix}${index}`, metric]));
  return new MathExpression({ label, period, expression: `SUM(METRICS("${prefix}"))`, usingMetrics });
}
