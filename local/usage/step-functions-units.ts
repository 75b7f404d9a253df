import type { TransitionCounts } from '../states/execution-runner.ts';
import type { ExpressCounts } from '../states/express-executions.ts';
import type { StepFunctionsUnits } from './usage.ts';

const MILLISECONDS = 1000;
const MEGABYTES_PER_GIGABYTE = 1024;
/** Memory is billed in chunks of 64 MB; an execution that carries ids alone fits into the first. */
const EXPRESS_MEGABYTES = 64;

/**
 * The units of executions. AWS "counts a state transition each time a step of your workflow is executed ... including
 * retries": each state that is entered, and each retry. The start of a Standard execution is one more, and its end is
 * none, which the price list does not say, but the text of a workshop on the distributed map: "the number of state transition per
 * child workflow is 2: one transition for starting the child workflow and one for Lambda function". A redrive is one
 * more as well. Express executions are billed by their number and by the time that each takes, in steps of 100 ms.
 *
 * @see https://aws.amazon.com/step-functions/pricing/
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-transitions.html
 */
export function stepFunctionsUnits(standard: TransitionCounts, express: ExpressCounts): StepFunctionsUnits {
  return {
    standardTransitions: standard.executionsStarted + standard.statesEntered + standard.retries,
    expressRequests: express.requests,
    expressGbSeconds: (EXPRESS_MEGABYTES / MEGABYTES_PER_GIGABYTE) * (express.billedMilliseconds / MILLISECONDS),
  };
}
