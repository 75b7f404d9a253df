import { signal } from '@preact/signals';
import { createHoldfastClient } from '../../client/client.ts';
import { session, signOut } from '../session/session.ts';

export const api = createHoldfastClient({ baseUrl: location.origin, token: () => session.value?.accessToken });

/** Whether the last call had an answer, whatever it said. */
export const isConnected = signal(true);

/** An answer that is an error; its message is for the reader. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

type Called<Data> = {
  readonly data?: Data | undefined;
  readonly error?: unknown;
  readonly response: Response;
};

/**
 * The data of a call.
 * @throws ApiError for an error answer, or when nothing answers
 */
export async function dataOf<Data>(call: Promise<Called<Data>>): Promise<Data> {
  const { data, error, response } = await connected(call);
  if (data !== undefined) return data;
  if (response.status === 401) signOut();
  throw new ApiError(response.status, describe(error) ?? `The API answered ${response.status}`);
}

/**
 * Waits for an answer, and notes whether there was one.
 * @throws ApiError when nothing answers
 */
export async function connected<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    const answer = await call;
    isConnected.value = true;
    return answer;
  } catch (error) {
    // What fetch throws when it has no connection; all else is a bug, and shown as one.
    if (!(error instanceof TypeError)) throw error;
    isConnected.value = false;
    throw new ApiError(0, 'The API does not answer');
  }
}

/** The detail of a problem, or the message of the gateway. */
function describe(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { detail, message } = { detail: undefined, message: undefined, ...error };
  return [detail, message].find((text) => typeof text === 'string');
}
