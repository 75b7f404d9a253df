import { describe, expect, it } from 'vitest';
import { Secrets } from '../../../local/secrets/secrets.ts';
import { SecretsApi } from '../../../local/secrets/secrets-api.ts';
import { FakeClock } from '../fake-clock.ts';
import { temporaryJournal } from '../temporary-journal.ts';

const arn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:key-locals';
const clock = new FakeClock();

describe('a secret', () => {
  it('is generated once, and is the same after a restart', () => {
    const file = temporaryJournal();
    const first = new Secrets({ journal: file.journal, clock });
    first.add(arn, { GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true } });
    const value = first.find(arn)?.value;
    expect(value).toMatch(/^[A-Za-z0-9]{64}$/);
    const second = new Secrets({ journal: file.reopen(), clock });
    second.add(arn, { GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true } });
    expect(second.find(arn)?.value).toBe(value);
  });

  it('is read by ARN and by name, as Secrets Manager answers it', () => {
    const secrets = new Secrets({ journal: temporaryJournal().journal, clock });
    secrets.add(arn, { GenerateSecretString: {} });
    const api = new SecretsApi(secrets);
    const answer = api.call('GetSecretValue', { SecretId: arn });
    expect(answer).toMatchObject({ ARN: arn, Name: 'key', VersionStages: ['AWSCURRENT'] });
    expect(api.call('GetSecretValue', { SecretId: 'key' })).toEqual(answer);
    expect(() => api.call('GetSecretValue', { SecretId: 'another' })).toThrow("can't find the specified secret");
    expect(() => api.call('GetSecretValue', {})).toThrow('SecretId');
    expect(() => api.call('PutSecretValue', { SecretId: arn })).toThrow('PutSecretValue is not supported');
  });

  it('with a property that is not known stops the run', () => {
    const secrets = new Secrets({ journal: temporaryJournal().journal, clock });
    expect(() => secrets.add(arn, { GenerateSecretString: {}, ReplicaRegions: [] })).toThrow('ReplicaRegions');
    expect(() => secrets.add(arn, { SecretString: 'x' })).toThrow('SecretString');
  });
});
