import { describe, expect, it } from 'vitest';
import { readMachine } from '../../../local/states/machine-properties.ts';
import { validateDefinition } from '../../../local/states/validate.ts';
import { definition, machineArn, task } from './world.ts';

const done = { Type: 'Succeed' };

function pass(output: unknown): Readonly<Record<string, object>> {
  return { Only: { Type: 'Pass', Output: output, End: true } };
}

const refused: readonly (readonly [string, Readonly<Record<string, object>>])[] = [
  ['unknown state type Map', { Only: { Type: 'Map', End: true } }],
  ['unknown state type Parallel', { Only: { Type: 'Parallel', End: true } }],
  ['"ResultPath"', { Only: { Type: 'Pass', ResultPath: '$', End: true } }],
  ['"HeartbeatSeconds"', { Only: task('f', { HeartbeatSeconds: 5 }) }],
  ['"InvocationType"', { Only: task('f', { Arguments: { FunctionName: 'f', Payload: 1, InvocationType: 'Event' } }) }],
  [
    'unknown integration arn:aws:states:::sqs:sendMessage',
    { Only: task('f', { Resource: 'arn:aws:states:::sqs:sendMessage' }) },
  ],
  ['waitForTaskToken', { Only: task('f', { Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }) }],
  ['QueryLanguage', { Only: { Type: 'Succeed', QueryLanguage: 'JSONPath' } }],
  ['"Backoff"', { Only: task('f', { Retry: [{ ErrorEquals: ['E'], Backoff: 1 }] }) }],
  ['States.ALL must be alone', { Only: task('f', { Retry: [{ ErrorEquals: ['States.ALL', 'E'] }] }) }],
  [
    'States.ALL must be in the last',
    { Only: task('f', { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }] }) },
  ],
  ['there is no state Gone', { Only: { Type: 'Pass', Next: 'Gone' } }],
  ['there is no state Gone', { Only: task('f', { Catch: [{ ErrorEquals: ['E'], Next: 'Gone' }] }) }],
  ['unreachable states Lost', { Only: done, Lost: done }],
  ['either Next or End', { Only: { Type: 'Pass' } }],
  ['either Next or End', { Only: { Type: 'Pass', Next: 'Done', End: true }, Done: done }],
  ['exactly one of Seconds and Timestamp', { Only: { Type: 'Wait', End: true } }],
  ['unknown function or variable $sumOf', pass('{% $sumOf($states.input) %}')],
  ['unknown function or variable $total', pass({ deep: ['{% $total + 1 %}'] })],
  ['$eval is not available', pass('{% $eval("1") %}')],
  ['$$ at the top level', pass('{% $$.a %}')],
  ['$ at the top level', pass('{% $ %}')],
  ['field orderId at the top level', pass('{% orderId %}')],
  ['field orderId at the top level', pass('{% $exists(orderId) %}')],
  ['state Only, Output: Expected', pass('{% $sum(1 + %}')],
];

describe('A definition', () => {
  it.each(refused)('is refused with a message that says: %s', (message, states) => {
    expect(() => validateDefinition('flow', definition(states))).toThrow(message);
  });

  it.each([
    '$states.input.lines[quantity > 1].sku',
    '$map($states.input, function($line, $i) { $line.sku & $i })',
    '($count := $count($states.input); $count)',
    '$states.input{sku: $sum(quantity)}',
    '$states.input^(>price)',
    '$states.input ~> |line|{"a": b}|',
    '$states.input.line#$i.{"n": $i, "all": $}',
    '$assigned + 1',
    '$states.input.$uppercase(name)',
    '$reduce($states.input, function($sum, $n) { $sum + $n })',
  ])('may use the expression %s', (expression) => {
    const states = { First: { Type: 'Pass', Assign: { assigned: 1 }, Next: 'Only' }, ...pass(`{% ${expression} %}`) };
    expect(() => validateDefinition('flow', definition(states))).not.toThrow();
  });

  it('of another query language is refused', () => {
    const text = JSON.stringify({ StartAt: 'Only', States: { Only: done } });
    expect(() => validateDefinition('flow', text)).toThrow('QueryLanguage');
  });
});

describe('A state machine', () => {
  const properties = { DefinitionString: definition({ Only: task('f') }), RoleArn: 'arn:aws:iam::1:role/r' };

  it('has its substitutions in its definition', () => {
    const DefinitionString = definition({ Only: task('x', { Arguments: { FunctionName: `$${'{Fn}'}`, Payload: 1 } }) });
    const machine = readMachine(machineArn, {
      ...properties,
      DefinitionString,
      DefinitionSubstitutions: { Fn: 'arn:f' },
    });
    expect(machine.definition.States.Only).toMatchObject({ Arguments: { FunctionName: 'arn:f' } });
  });

  it.each([
    ['unknown type FAST', { StateMachineType: 'FAST' }],
    ['DefinitionS3Location', { DefinitionS3Location: {} }],
  ])('is refused with a message that says: %s', (message, more) => {
    expect(() => readMachine(machineArn, { ...properties, ...more })).toThrow(message);
  });
});
