import { CfnResource, Validations } from 'aws-cdk-lib';
import { CfnPolicy, type IRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** A rule by its pack and number, such as `AwsSolutions-SQS3`; in brackets what it found, where that can be several. */
type Rule = `AwsSolutions-${string}` | `Serverless-${string}`;

type Reasons = Readonly<Record<Rule, string>>;

/** Says why rules do not hold for one resource: the construct itself, or the one that it stands for. */
export function acknowledge(construct: IConstruct, reasons: Reasons): void {
  const resource = CfnResource.isCfnResource(construct) ? construct : construct.node.defaultChild;
  if (resource === undefined) throw new Error(`${construct.node.path} stands for no resource`);
  for (const [rule, reason] of Object.entries(reasons)) {
    const [pack = ''] = rule.split('-');
    Validations.of(resource).acknowledge({ id: `${pack}::${rule}`, reason });
  }
}

/** Says why the policy of a role allows an action on every resource. */
export function acknowledgeEveryResource(role: IRole, reason: string): void {
  for (const policy of role.node.findAll().filter((child) => child instanceof CfnPolicy)) {
    acknowledge(policy, { 'AwsSolutions-IAM5[Resource::*]': reason });
  }
}
