import * as z from 'zod';
import { parseProperties } from '../parse.ts';
import type { Principal } from '../ports.ts';
import { type Condition, type Context, compileCondition } from './condition.ts';
import { arnMatcher, textMatcher } from './pattern.ts';

/** A request with what policies need to know of it. */
export type Query = {
  readonly principal: Principal;
  /** The role that the principal acts with, if it acts with any. */
  readonly roleArn: string | undefined;
  /** In lower case, since IAM does not tell `sqs:sendMessage` from `sqs:SendMessage`. */
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
};

type Named = { readonly pattern: string; readonly matches: (text: string) => boolean };

export type Statement = {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly Named[];
  readonly resources: readonly Named[];
  readonly conditions: readonly Condition[];
  readonly applies: (query: Query) => boolean;
};

const oneOrMany = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const fixed = oneOrMany.refine((values) => !values.some((value) => value.includes('${')), 'variables are not known');
/** The root of an account would stand for whatever its identity policies allow. */
const rolesOrAll = oneOrMany.refine(
  (values) => values.every((value) => /^(\*|arn:[^:]+:iam::\d*:role\/.+)$/u.test(value)),
  'only roles and * are known as principals',
);
const conditionValues = z
  .union([z.string(), z.boolean(), z.number(), z.array(z.union([z.string(), z.boolean(), z.number()]))])
  .transform((value) => [value].flat().map(String));

/** `NotAction`, `NotResource` and `NotPrincipal` are refused as unknown. */
const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: fixed,
  Resource: fixed.optional(),
  Principal: z
    .union([
      z.literal('*').transform((all): { AWS: string[]; Service: string[] } => ({ AWS: [all], Service: [] })),
      z.strictObject({ AWS: rolesOrAll.default([]), Service: oneOrMany.default([]) }),
    ])
    .optional(),
  Condition: z.record(z.string(), z.record(z.string(), conditionValues)).default({}),
});

const documentSchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Id: z.string().optional(),
  Statement: z.preprocess((value) => [value].flat(), z.array(statementSchema)),
});

type StatementSource = z.infer<typeof statementSchema>;

/**
 * Compiles a policy document: an identity policy, whose principal is whoever has it, or a resource policy.
 * @param where names the policy in errors
 * @throws Error for an element, operator, key or variable that the local run does not know
 */
export function compilePolicy(where: string, document: unknown): readonly Statement[] {
  return parseProperties(documentSchema, where, document).Statement.map((source) => {
    try {
      return compileStatement(source);
    } catch (error) {
      throw new Error(`${where}: ${error instanceof Error ? error.message : error}`);
    }
  });
}

function compileStatement({ Effect, Action, Resource = ['*'], Principal, Condition }: StatementSource): Statement {
  const actions = Action.map((pattern) => ({ pattern, matches: textMatcher(pattern.toLowerCase()) }));
  const resources = Resource.map((pattern) => ({ pattern, matches: arnMatcher(pattern) }));
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => compileCondition(operator, key, values)),
  );
  const isFor = Principal === undefined ? () => true : principalMatcher(Principal);
  return {
    effect: Effect,
    actions,
    resources,
    conditions,
    applies: (query) =>
      isFor(query) &&
      actions.some(({ matches }) => matches(query.action)) &&
      resources.some(({ matches }) => matches(query.resource)) &&
      conditions.every(({ holds }) => holds(query.context)),
  };
}

/** A role is meant by its ARN, or as one of all. */
function principalMatcher({ AWS, Service }: NonNullable<StatementSource['Principal']>): (query: Query) => boolean {
  return ({ principal, roleArn }) => {
    if (AWS.includes('*')) return true;
    if ('service' in principal) return Service.includes(principal.service);
    return roleArn !== undefined && AWS.includes(roleArn);
  };
}
