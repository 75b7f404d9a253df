import createClient, { type Client } from 'openapi-fetch';
import type { paths, Schemas } from './schema.ts';

export type { Schemas } from './schema.ts';

/** A schema of the API, by its name in the OpenAPI document. */
export type Schema<Name extends keyof Schemas> = Schemas[Name];

/** Every route as a typed call: `client.GET('/orders/{orderId}', {params: {path: {orderId}}})`. */
export type HoldfastClient = Client<paths>;

export type HoldfastClientOptions = {
  /** Where the API is, such as `http://127.0.0.1:3000`. */
  readonly baseUrl: string;
  /** The access token of each request; `undefined` for what is for all. Asked anew each time, since tokens end. */
  readonly token?: () => string | undefined | Promise<string | undefined>;
};

/** A client of the API. Its types are generated from the OpenAPI document. */
export function createHoldfastClient({ baseUrl, token }: HoldfastClientOptions): HoldfastClient {
  const client = createClient<paths>({ baseUrl });
  client.use({
    async onRequest({ request }) {
      const accessToken = await token?.();
      if (accessToken !== undefined && !request.headers.has('authorization')) {
        request.headers.set('authorization', `Bearer ${accessToken}`);
      }
      return request;
    },
  });
  return client;
}
