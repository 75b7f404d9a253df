import * as z from 'zod';
import { parseProperties } from '../parse.ts';
import type { Machine } from './perform.ts';
import { validateDefinition } from './validate.ts';

/** Properties of `AWS::StepFunctions::StateMachine`; logging, tracing and tags mean nothing on one machine. */
const machineProperties = z.strictObject({
  StateMachineName: z.string().optional(),
  StateMachineType: z
    .enum(['STANDARD', 'EXPRESS'], { error: (issue) => `unknown type ${String(issue.input)}` })
    .default('STANDARD'),
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  RoleArn: z.string(),
  LoggingConfiguration: z.unknown().optional(),
  TracingConfiguration: z.unknown().optional(),
  EncryptionConfiguration: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

export type MachineType = 'STANDARD' | 'EXPRESS';

/** Reads an `AWS::StepFunctions::StateMachine` and validates its definition. */
export function readMachine(
  arn: string,
  properties: unknown,
): Machine & { readonly type: MachineType; readonly text: string } {
  const machine = parseProperties(machineProperties, `AWS::StepFunctions::StateMachine ${arn}`, properties);
  const name = arn.slice(arn.lastIndexOf(':') + 1);
  const text = Object.entries(machine.DefinitionSubstitutions).reduce(
    (definition, [key, value]) => definition.replaceAll(`\${${key}}`, String(value)),
    machine.DefinitionString,
  );
  const { StateMachineType: type, RoleArn: roleArn } = machine;
  return { arn, name, roleArn, type, text, definition: validateDefinition(name, text) };
}
