import { expect, test } from 'vitest';
import { readOptions } from '../../../bin/redrive/options.ts';
import { RedriveError } from '../../../bin/redrive/redrive-error.ts';
import { awsEnvironment, startCloudFormation } from '../../support/cloudformation.ts';
import { runRedrive } from '../../support/redrive.ts';

const orderId = 'abcdefghijklmnopqrstuvwxyz234567';

test.each([
  [[], { action: 'list', kinds: [] }],
  [['--json'], { action: 'list', json: true }],
  [['--all'], { action: 'redrive', kinds: [] }],
  [['--kind', 'consumer', '--kind=stream'], { action: 'redrive', kinds: ['consumer', 'stream'] }],
  [['--order', orderId], { action: 'redrive', orderId }],
  [['--list', '--kind', 'order', '--order', orderId], { action: 'list', kinds: ['order'], orderId }],
  [['--discard', 'm-1'], { action: 'discard', messageId: 'm-1' }],
  [['--help', '--all'], { action: 'help' }],
  [['--stack', 'Shop', '--region=eu-west-1'], { place: { kind: 'aws', stack: 'Shop', region: 'eu-west-1' } }],
  [['--stack', 'Shop'], { place: { kind: 'aws', stack: 'Shop', region: undefined } }],
])('%j is understood', (parameters, expected) => {
  expect(readOptions(parameters, {})).toMatchObject(expected);
});

test('without a stack it is the local run at BASE_URL, or at the default', () => {
  expect(readOptions([], {}).place).toEqual({ kind: 'local', baseUrl: 'http://127.0.0.1:3000' });
  expect(readOptions([], { BASE_URL: 'http://127.0.0.1:4000' }).place).toMatchObject({
    baseUrl: 'http://127.0.0.1:4000',
  });
});

test.each([
  [['--everything'], '--everything is no option: npm run redrive -- --help lists them'],
  [['now'], 'now is no option: npm run redrive -- --help lists them'],
  [['--all=yes'], '--all=yes is no option: npm run redrive -- --help lists them'],
  [['--stack'], '--stack needs a value, such as --stack Holdfast'],
  [['--kind', '--all'], '--kind needs a value, such as --kind consumer'],
  [['--kind', 'queue'], '--kind is queue: it must be one of consumer, schedule, execution, stream, order'],
  [['--order', 'x'], '--order is x: an order id has 32 characters, from a to z and from 2 to 7'],
  [['--stack', 'A', '--stack', 'B'], '--stack is given twice, as A and B: give it once'],
  [['--region', 'us-east-1'], '--region is of a stack in AWS: give its name too, such as --stack Holdfast'],
  [['--all', '--kind', 'order'], '--all and --kind do not go together: leave out --all to redrive one kind'],
  [['--all', '--list'], '--all and --list do not go together: leave out --all to list, or --list to redrive'],
  [['--discard', 'm', '--all'], '--discard and --all do not go together: one letter is thrown away at a time'],
])('%j is refused in one line that names the flag', (parameters, line) => {
  expect(() => readOptions(parameters, {})).toThrow(new RedriveError(line));
});

test.each([
  [['--frequently'], {}, /^--frequently is no option/],
  [[], { BASE_URL: 'here' }, /^BASE_URL is here: set it to a URL/],
  [[], { BASE_URL: 'http://127.0.0.1:9' }, /^Nothing answers at http:\/\/127\.0\.0\.1:9: run npm start/],
] as const)('the command refuses %j %o, in one line, and fails', async (parameters, environment, line) => {
  const { code, output, errors } = await runRedrive(environment, parameters);
  expect({ code, output }).toEqual({ code: 1, output: '' });
  expect(errors.trim()).toMatch(line);
  expect(errors.trim().split('\n')).toHaveLength(1);
});

test.each([
  ['Other', /^--stack is Other: there is none in this region$/],
  ['Old', /^There is no output OrdersTableName in the stack Old: deploy this version first/],
])('the command refuses the stack %s, in one line, and fails', async (name, line) => {
  const { url, stop } = await startCloudFormation('Old', { ApiUrl: 'https://api' });
  const { code, errors } = await runRedrive(awsEnvironment(url, url), ['--stack', name, '--region', 'us-east-1']);
  stop();
  expect(code).toBe(1);
  expect(errors.trim()).toMatch(line);
});
