import { AccessDenied, type AccessRequest, type Authorizer } from '../../local/ports.ts';

export type Denying = Authorizer & {
  /** The requests that came, in words such as `events.amazonaws.com sqs:SendMessage arn:…`. */
  readonly asked: readonly string[];
};

/** An authorizer that denies these actions, and allows all others. */
export function denying(...actions: readonly string[]): Denying {
  const asked: string[] = [];
  const authorize = ({ principal, action, resource }: AccessRequest) => {
    asked.push(`${Object.values(principal).join(' ')} ${action} ${resource}`);
    if (actions.includes(action)) throw new AccessDenied(`not authorized to perform: ${action}`);
  };
  return { asked, authorize };
}
