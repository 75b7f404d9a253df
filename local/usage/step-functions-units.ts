import type { TransitionCounts } from '../states/execution-runner.ts';
import type { StepFunctionsUnits } from './usage.ts';

/**
 * The units of Standard executions. AWS "counts a state transition each time a step of your workflow is executed ...
 * including retries": each state that is entered, and each retry. The start is one more, and the end is none, which the
 * price list does not say, but AWS's own reckoning in a workshop: "the number of state transition per child workflow is
 * 2: one transition for starting the child workflow and one for Lambda function".
 *
 * @see https://aws.amazon.com/step-functions/pricing/
 * @see https://catalog.workshops.aws/serverless-data-processing under "Optimization", "Review cost impact"
 */
export function stepFunctionsUnits({
  executionsStarted,
  statesEntered,
  retries,
}: TransitionCounts): StepFunctionsUnits {
  return {
    standardTransitions: executionsStarted + statesEntered + retries,
    expressRequests: 0,
    expressGbSeconds: 0,
  };
}
