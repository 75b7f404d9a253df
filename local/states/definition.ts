import * as z from 'zod';
import { parseProperties } from '../parse.ts';

const LAMBDA_INVOKE = 'arn:aws:states:::lambda:invoke';
const MAXIMUM_SECONDS = 99_999_999;

/** Any JSON; strings of the form `{% … %}` in it, at any depth, are JSONata. */
const template = z.unknown();
const expression = z.string().regex(/^\{%.*%\}$/su, 'must be a JSONata expression, {% … %}');
const seconds = z.union([z.int().min(0).max(MAXIMUM_SECONDS), expression]);
const timeoutSeconds = z.union([z.int().min(1).max(MAXIMUM_SECONDS), expression]);
const variables = z.record(z.string().regex(/^[\p{ID_Start}_][\p{ID_Continue}_]{0,79}$/u), template);
const errorNames = z.array(z.string()).min(1);

const described = { Comment: z.string().optional(), QueryLanguage: z.literal('JSONata').optional() };
const output = { Output: template.optional() };
const assign = { Assign: variables.optional() };
const flow = { Next: z.string().optional(), End: z.boolean().optional() };

const retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: errorNames,
  IntervalSeconds: z.int().min(1).max(99_999_999).default(1),
  MaxAttempts: z.int().min(0).max(99_999_999).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().min(1).max(31_622_400).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
});

const catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: errorNames,
  Next: z.string(),
  ...output,
  ...assign,
});

const task = z.strictObject({
  Type: z.literal('Task'),
  Resource: z.literal(LAMBDA_INVOKE, { error: (issue) => `unknown integration ${String(issue.input)}` }),
  Arguments: z.strictObject({ FunctionName: z.string(), Payload: template }),
  TimeoutSeconds: timeoutSeconds.optional(),
  Retry: z.array(retrier).default([]),
  Catch: z.array(catcher).default([]),
  ...described,
  ...output,
  ...assign,
  ...flow,
});

const choiceRule = z.strictObject({
  Comment: z.string().optional(),
  Condition: z.union([z.boolean(), expression]),
  Next: z.string(),
  ...output,
  ...assign,
});

const choice = z.strictObject({
  Type: z.literal('Choice'),
  Choices: z.array(choiceRule).min(1),
  Default: z.string().optional(),
  ...described,
  ...output,
  ...assign,
});

const pass = z.strictObject({ Type: z.literal('Pass'), ...described, ...output, ...assign, ...flow });

const wait = z.strictObject({
  Type: z.literal('Wait'),
  Seconds: seconds.optional(),
  Timestamp: z.string().optional(),
  ...described,
  ...output,
  ...assign,
  ...flow,
});

const succeed = z.strictObject({ Type: z.literal('Succeed'), ...described, ...output });

const fail = z.strictObject({
  Type: z.literal('Fail'),
  Error: z.string().optional(),
  Cause: z.string().optional(),
  ...described,
});

const state = z.discriminatedUnion('Type', [task, choice, pass, wait, succeed, fail], {
  error: (issue) => (issue.code === 'invalid_union' ? `unknown state type ${typeNameIn(issue.input)}` : undefined),
});

const definition = z.strictObject({
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONata'),
  Version: z.literal('1.0').optional(),
  StartAt: z.string(),
  TimeoutSeconds: z.int().min(1).max(MAXIMUM_SECONDS).optional(),
  States: z.record(z.string().min(1).max(80), state),
});

/** A state machine's definition in the Amazon States Language, as far as it is supported. */
export type Definition = z.infer<typeof definition>;
export type State = z.infer<typeof state>;
export type TaskState = z.infer<typeof task>;
export type ChoiceState = z.infer<typeof choice>;
export type WaitState = z.infer<typeof wait>;
export type FailState = z.infer<typeof fail>;
export type Retrier = z.infer<typeof retrier>;
export type Catcher = z.infer<typeof catcher>;

/** What may follow a state, and what it hands on. */
export type Exit = {
  readonly Next?: string | undefined;
  readonly Output?: unknown;
  readonly Assign?: Readonly<Record<string, unknown>> | undefined;
};

/** Reads the form of a definition; throws an error that names every unknown state type, field and integration. */
export function parseDefinition(machine: string, text: string): Definition {
  return parseProperties(definition, `State machine ${machine}`, JSON.parse(text));
}

function typeNameIn(input: unknown): string {
  return typeof input === 'object' && input !== null && 'Type' in input ? String(input.Type) : 'of no name';
}
