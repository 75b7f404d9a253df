import { describe, expect, it } from 'vitest';
import { StatesApi } from '../../../local/states/states-api.ts';
import { failure } from '../fake-functions.ts';
import { executionArn, machineArn, task, world } from './world.ts';

const at = Date.parse('2026-03-01T12:00:00.000Z') / 1000;

/** A machine whose function fails for the input `{"fail": true}`. */
function api() {
  const call = task('f', { Output: '{% $states.result.Payload.fail ? $error("refused") : "fine" %}' });
  const flow = world({ Call: call });
  return { flow, api: new StatesApi(flow.machines) };
}

describe('The API of Step Functions', () => {
  it('starts and describes an execution', async () => {
    const { flow, api: states } = api();
    const started = await states.call('StartExecution', { stateMachineArn: machineArn, name: 'e1', input: '{"a":1}' });
    expect(started).toEqual({ executionArn: executionArn('e1'), startDate: at });
    await flow.clock.advance(0);
    expect(await states.call('DescribeExecution', { executionArn: executionArn('e1') })).toEqual({
      executionArn: executionArn('e1'),
      stateMachineArn: machineArn,
      name: 'e1',
      status: 'SUCCEEDED',
      startDate: at,
      stopDate: at,
      input: '{"a":1}',
      inputDetails: { included: true },
      output: '"fine"',
      outputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
  });

  it('lists executions by status, newest first and in pages', async () => {
    const { flow, api: states } = api();
    for (const [name, fail] of [
      ['a', true],
      ['b', false],
      ['c', true],
    ] as const) {
      await states.call('StartExecution', { stateMachineArn: machineArn, name, input: JSON.stringify({ fail }) });
      await flow.clock.advance(1000);
    }
    const request = { stateMachineArn: machineArn, statusFilter: 'FAILED', maxResults: 1 };
    expect(await states.call('ListExecutions', request)).toMatchObject({ executions: [{ name: 'c' }], nextToken: '1' });
    const second = await states.call('ListExecutions', { ...request, nextToken: '1' });
    expect(second).toMatchObject({ executions: [{ name: 'a', status: 'FAILED', startDate: at }] });
    expect(second).not.toHaveProperty('nextToken');
  });

  it('stops and redrives an execution', async () => {
    const flow = world({ Call: task('f') }, { functions: { f: () => failure('E') } });
    const states = new StatesApi(flow.machines);
    await states.call('StartExecution', { stateMachineArn: machineArn, name: 'e1' });
    expect(await states.call('StopExecution', { executionArn: executionArn('e1') })).toEqual({ stopDate: at });
    await flow.clock.advance(1000);
    expect(await states.call('RedriveExecution', { executionArn: executionArn('e1') })).toEqual({
      redriveDate: at + 1,
    });
    expect(await states.call('DescribeExecution', { executionArn: executionArn('e1') })).toMatchObject({
      status: 'RUNNING',
      redriveCount: 1,
    });
  });

  it.each([
    ['CreateStateMachine', {}, 'UnknownOperationException'],
    ['DescribeExecution', { executionArn: executionArn('none') }, 'ExecutionDoesNotExist'],
    ['DescribeExecution', {}, 'ValidationException'],
    ['ListExecutions', { stateMachineArn: 'none' }, 'StateMachineDoesNotExist'],
  ])('refuses %s with %j as %s', async (operation, input, code) => {
    await expect(api().api.call(operation, input)).rejects.toMatchObject({ code });
  });
});
