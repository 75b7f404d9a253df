/** What Lambda takes, and answers, in a synchronous invocation. */
export const MAXIMUM_PAYLOAD_BYTES = 6 * 1024 * 1024;
