import { afterEach, expect, test, vi } from 'vitest';
import { defaultProvider } from '../../adapters/environment-credentials.ts';

afterEach(() => vi.unstubAllEnvs());

test('credentials are those of the environment', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'id');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'token');
  expect(await defaultProvider()()).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' });
});

test.each(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])(
  'without %s there are none, and that is said',
  async (name) => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'id');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv(name, undefined);
    await expect(defaultProvider()()).rejects.toThrow('The environment has no credentials of AWS');
  },
);
