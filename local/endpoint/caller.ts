/**
 * The access key id that a request was signed with, which names its caller. The signature is not checked: whoever
 * reaches the loopback interface could read the key anyway.
 */
export function callerOf(authorization: string | undefined): string {
  return /Credential=([^/]+)\//.exec(authorization ?? '')?.[1] ?? 'unknown';
}
