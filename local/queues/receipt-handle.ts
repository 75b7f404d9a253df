import { randomUUID } from 'node:crypto';
import { ServiceError } from '../ports.ts';

/** A handle for one receive of the message with journal number `n`. */
export function newReceiptHandle(n: number): string {
  return `${n}.${randomUUID()}`;
}

/**
 * The journal number of the message that a handle was given for.
 *
 * @throws ServiceError `ReceiptHandleIsInvalid`
 */
export function messageNumberOf(receiptHandle: string): number {
  const n = /^(\d+)\.[0-9a-f-]{36}$/u.exec(receiptHandle)?.[1];
  if (n === undefined) throw new ServiceError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
  return Number(n);
}
