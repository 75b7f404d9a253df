import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';

/** The pages of docs/runbook, one for each kind of alarm. */
export type RunbookPage =
  | 'dead-letters-of-a-consumer'
  | 'dead-letters-of-the-relay'
  | 'dead-letters-of-a-schedule'
  | 'failed-executions'
  | 'relay-lag'
  | 'stock-not-counted'
  | 'queue-age'
  | 'api-errors'
  | 'function-errors'
  | 'function-throttles'
  | 'table-throttles'
  | 'schedule-not-running'
  | 'expiry-lag'
  | 'order-in-flight'
  | 'discrepancy';

/** When somebody is to be woken, and the page that tells them what to do. */
export type AlarmDeclaration = {
  /** What is wrong, as a sentence for whoever reads the message first. */
  readonly says: string;
  readonly page: RunbookPage;
  readonly metric: IMetric;
  readonly comparison: ComparisonOperator;
  readonly threshold: number;
  /** Of so many periods in a row, so many must be beyond the threshold. */
  readonly periods: number;
  readonly breaching?: number;
  readonly missing: TreatMissingData;
};

export const minute = Duration.minutes(1);
export const above = ComparisonOperator.GREATER_THAN_THRESHOLD;
export const below = ComparisonOperator.LESS_THAN_THRESHOLD;
/** Nothing happened, and nothing is wrong. */
export const missingIsFine = TreatMissingData.NOT_BREACHING;
/** Nothing is known: what was wrong is still wrong. */
export const missingChangesNothing = TreatMissingData.IGNORE;
/** What is missing is the trouble itself. */
export const missingIsWrong = TreatMissingData.BREACHING;
