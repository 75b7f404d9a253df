/** A request as it came in, its body read. */
export type HttpRequest = {
  readonly method: string;
  /** Without the query, percent-encoded as it was sent. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** By lower-case name, a value for each time that the header was sent. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  readonly body: Buffer;
  readonly httpVersion: string;
  readonly sourceIp: string;
};

export type HttpResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
};

/** A response with a JSON body. */
export function jsonResponse(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** What the gateway itself answers, before or instead of a function. */
export function gatewayMessage(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return jsonResponse(status, { message }, headers);
}
