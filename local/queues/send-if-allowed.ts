import { AccessDenied, type AccessRequest, type Authorizer } from '../ports.ts';

/**
 * Sends what was given up to a queue for it. If the sender may not send there, it is lost, as it is at AWS; that it was
 * denied is told by the authorizer.
 */
export function sendIfAllowed(access: Authorizer, request: Omit<AccessRequest, 'action'>, send: () => void): void {
  try {
    access.authorize({ ...request, action: 'sqs:SendMessage' });
  } catch (error) {
    if (error instanceof AccessDenied) return;
    throw error;
  }
  send();
}
