import { objectOf } from '../json.ts';
import { ACCOUNT_ID, arnOf } from '../template/pseudo-parameters.ts';
import type { Resource } from '../template/template.ts';
import { trustPolicies } from './policies.ts';

type Assumption = { readonly service: string; readonly roleArn: unknown; readonly sourceArn?: string };

/** Who takes on a role, by the type of resource that names it. */
const ASSUMED_BY: Readonly<Record<string, (resource: Resource) => Assumption>> = {
  'AWS::Lambda::Function': ({ properties }) => ({ service: 'lambda.amazonaws.com', roleArn: properties.Role }),
  'AWS::StepFunctions::StateMachine': ({ properties, attributes }) => ({
    service: 'states.amazonaws.com',
    roleArn: properties.RoleArn,
    sourceArn: attributes.Arn ?? '',
  }),
  // Scheduler names the group of the schedule, and not the schedule itself.
  'AWS::Scheduler::Schedule': ({ properties }) => ({
    service: 'scheduler.amazonaws.com',
    roleArn: objectOf(properties.Target).RoleArn,
    sourceArn: arnOf('scheduler', `schedule-group/${properties.GroupName ?? 'default'}`),
  }),
};

/**
 * Checks that each role of the template trusts the service that is to act with it.
 * @throws Error, since a stack whose roles do not is not deployed
 */
export function checkTrust(resources: readonly Resource[]): void {
  const trust = trustPolicies(resources);
  for (const resource of resources) {
    const assumption = ASSUMED_BY[resource.type]?.(resource);
    if (assumption === undefined) continue;
    const { service, roleArn, sourceArn } = assumption;
    const context = new Map([
      ['aws:sourceaccount', [ACCOUNT_ID]],
      ['aws:sourcearn', sourceArn === undefined ? [] : [sourceArn]],
    ]);
    const query = { principal: { service }, roleArn: undefined, action: 'sts:assumerole', resource: '*', context };
    const statements = trust.get(String(roleArn)) ?? [];
    const may = (effect: string) => statements.some((it) => it.effect === effect && it.applies(query));
    if (!may('Allow') || may('Deny')) {
      throw new Error(`${resource.logicalId} (${resource.type}): ${service} is not trusted to assume ${roleArn}`);
    }
  }
}
