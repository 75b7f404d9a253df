import { setTimeout as pause } from 'node:timers/promises';
import { ConnectionLost, type InterceptionPoint, ServiceError } from '../ports.ts';
import type { FaultRule } from './plan.ts';

/** Ends the execution environment that makes a call, as if it had died. */
export type Crash = (caller: string) => Promise<void>;

const DEFAULT_DELAY_MILLISECONDS = 500;

/** Lets a fault happen to a piece of work. */
export async function strike<T>(
  rule: FaultRule,
  point: InterceptionPoint,
  act: () => Promise<T>,
  crash: Crash,
): Promise<T> {
  switch (rule.fault) {
    case 'delay':
    case 'reorder':
      // What comes after it passes it by.
      await pause(rule.delayMilliseconds ?? DEFAULT_DELAY_MILLISECONDS);
      return act();
    case 'duplicate':
      await toTheEnd(act);
      return act();
    case 'timeout_before':
      throw lost(point);
    case 'timeout_after':
      await toTheEnd(act);
      throw lost(point);
    case 'crash_before':
      return died(point, crash);
    case 'crash_after':
      await toTheEnd(act);
      return died(point, crash);
    default:
      throw refusal(rule.fault, point);
  }
}

/** Whether it succeeds or is refused: nobody hears of it. */
async function toTheEnd(act: () => Promise<unknown>): Promise<void> {
  await Promise.allSettled([act()]);
}

/** The answer never comes: the caller sees its connection break, or its function run out of time. */
function lost(point: InterceptionPoint): Error {
  if (point.at === 'invoke') return named('Sandbox.Timedout', 'Task timed out (injected fault)');
  return new ConnectionLost('The connection was lost (injected fault)');
}

async function died(point: InterceptionPoint, crash: Crash): Promise<never> {
  if (point.at !== 'call') throw named('Runtime.ExitError', 'Runtime exited (injected fault)');
  await crash(point.caller);
  throw new ConnectionLost('The caller died (injected fault)');
}

function refusal(fault: FaultRule['fault'], point: InterceptionPoint): Error {
  const injected = `${fault} (injected fault)`;
  if (point.at !== 'call') return named(fault === 'throttle' ? 'TooManyRequestsException' : 'InjectedFault', injected);
  switch (fault) {
    case 'throttle':
      return new ServiceError(throttlingCode(point.service), injected);
    case 'deny':
      return new ServiceError('AccessDeniedException', injected);
    case 'transaction_conflict':
      return conflict(point.operation, injected);
    default:
      return new ServiceError('InternalServerError', injected);
  }
}

function throttlingCode(service: string): string {
  return service.startsWith('DynamoDB') ? 'ProvisionedThroughputExceededException' : 'ThrottlingException';
}

/** A transaction is cancelled with a reason for each item; a single write is told by an error of its own. */
function conflict(operation: string, message: string): ServiceError {
  if (!operation.startsWith('Transact')) return new ServiceError('TransactionConflictException', message);
  const reasons = [{ Code: 'TransactionConflict', Message: message }];
  return new ServiceError('TransactionCanceledException', message, { CancellationReasons: reasons });
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
