import { objectOf } from '../json.ts';
import type { Resource } from '../template/template.ts';
import type { Policy } from './policies.ts';

/** Where each type that acts with a role names it. */
const ROLE_OF: Readonly<Record<string, (properties: Resource['properties']) => unknown>> = {
  'AWS::Lambda::Function': ({ Role }) => Role,
  'AWS::StepFunctions::StateMachine': ({ RoleArn }) => RoleArn,
  'AWS::Scheduler::Schedule': ({ Target }) => objectOf(Target).RoleArn,
};

/** Names who has the grants of a policy: by what acts with its role, or as those whom the policy of a resource lets in. */
export function holdersOf(resources: readonly Resource[]): (policy: Policy) => string {
  const byRole = new Map<unknown, readonly string[]>();
  for (const { type, ref, attributes, properties } of resources) {
    const role = ROLE_OF[type]?.(properties);
    const name = (attributes.Arn ?? ref).split(/[:/]/u).at(-1) ?? ref;
    if (role !== undefined) byRole.set(role, [...(byRole.get(role) ?? []), name]);
  }
  return ({ kind, ownerArn, logicalId }) => {
    if (kind === 'resource') return `${logicalId} lets in`;
    return byRole.get(ownerArn)?.join(', ') ?? `nobody (${logicalId})`;
  };
}
