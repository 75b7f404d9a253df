import { describe, expect, it } from 'vitest';
import { describeFailure } from '../../bin/local/failure.ts';
import { readStartSettings, StartError } from '../../bin/local/settings.ts';
import { scenario } from '../support/scenarios/scenario.ts';

describe('The settings of a local run', () => {
  it('have defaults', () => {
    expect(readStartSettings({}, [])).toEqual({
      port: 3000,
      dataDirectory: '.holdfast/',
      dynamodbEndpoint: undefined,
      seeds: true,
      verbose: false,
      context: { target: 'local', reconcileSeconds: '60', projectionWindowSeconds: '0' },
    });
  });

  it('come from the environment and the command line; an empty variable is none', () => {
    const environment = {
      PORT: '0',
      DATA_DIR: ':memory:',
      DYNAMODB_ENDPOINT: 'http://localhost:8000',
      SEED: 'none',
      SWEEP_SECONDS: '1',
      GRACE_PERIOD_SECONDS: '',
    };
    expect(readStartSettings(environment, ['--verbose'])).toEqual({
      port: 0,
      dataDirectory: ':memory:',
      dynamodbEndpoint: new URL('http://localhost:8000'),
      seeds: false,
      verbose: true,
      context: { target: 'local', sweepSeconds: '1', reconcileSeconds: '1', projectionWindowSeconds: '0' },
    });
  });

  it('reconcile as often as they sweep, unless they say otherwise', () => {
    const context = (environment: NodeJS.ProcessEnv) => readStartSettings(environment, []).context;
    expect(context({ SWEEP_SECONDS: '7' })).toMatchObject({ reconcileSeconds: '7' });
    expect(context({ SWEEP_SECONDS: '7', RECONCILE_SECONDS: '3' })).toMatchObject({ reconcileSeconds: '3' });
  });

  it.each([
    [{ PORT: 'http' }, [], 'PORT is http: set it to a whole number from 0 (any free port) to 65535'],
    [{ PORT: '70000' }, [], 'PORT is 70000'],
    [{ DYNAMODB_ENDPOINT: 'localhost:8000' }, [], 'DYNAMODB_ENDPOINT is localhost:8000: set it to a URL such as'],
    [{ SAGA_TIMEOUT_SECONDS: '4' }, [], 'SAGA_TIMEOUT_SECONDS is 4; it must be a whole number from 5 to 86400'],
    [
      { ORCHESTRATION: 'express', SAGA_TIMEOUT_SECONDS: '241' },
      [],
      'SAGA_TIMEOUT_SECONDS is 241; it must be a whole number from 5 to 240: with orchestration express',
    ],
    [{ ORCHESTRATION: 'fast' }, [], 'ORCHESTRATION is fast; it must be one of standard, express'],
    [{ GRACE_PERIOD_SECONDS: '1.5' }, [], 'GRACE_PERIOD_SECONDS is 1.5; it must be a whole number from 0 to 900'],
    [{ RESERVATION_TTL_SECONDS: 'x' }, [], 'RESERVATION_TTL_SECONDS is x; it must be a whole number from 1'],
    [{ RECONCILE_SECONDS: '0' }, [], 'RECONCILE_SECONDS is 0; it must be a whole number from 1'],
    [{ SWEEP_SECONDS: '0' }, [], 'SWEEP_SECONDS is 0; it must be a whole number from 1'],
    [{}, ['--quick'], '--quick is no option'],
  ])('refuse %j %j and say what to do', (environment, parameters, message) => {
    expect(() => readStartSettings(environment, parameters)).toThrow(StartError);
    expect(() => readStartSettings(environment, parameters)).toThrow(message);
  });

  it.for(['0', '-1', '604801', '1e9'])(
    scenario('deadline setting changed, 0, or huge', 'out of bounds it stops the start: %s'),
    (seconds) => {
      expect(() => readStartSettings({ RESERVATION_TTL_SECONDS: seconds }, [])).toThrow(
        `RESERVATION_TTL_SECONDS is ${seconds}; it must be a whole number from 1 to 604800`,
      );
    },
  );
});

describe('A failure at the start', () => {
  it.each([
    [Object.assign(new Error('listen'), { code: 'EADDRINUSE', port: 3000 }), /^Port 3000 is in use: .* set PORT/],
    [Object.assign(new Error('listen'), { code: 'EACCES', port: 80 }), /^Port 80 is not allowed: set PORT/],
    [new Error('first\nsecond'), /^first second$/],
    ['text', /^text$/],
  ])('is told in one line: %s', (error, line) => {
    expect(describeFailure(error)).toMatch(line);
  });
});
