import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';

const inputSchema = z.object({ name: z.string(), input: z.string() });

/** A Step Functions that starts nothing, and keeps what it was asked to start. */
export type StateMachine = {
  readonly endpoint: string;
  readonly started: { readonly name: string; readonly input: unknown }[];
  /** Whether it refuses every start, as a caller without the permission is refused. */
  refusing: boolean;
  readonly stop: () => Promise<void>;
};

export async function startStateMachine(): Promise<StateMachine> {
  const server = createServer(async (request, response) => {
    const { name, input } = inputSchema.parse(JSON.parse(await text(request)));
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    const error = machine.refusing ? 'AccessDeniedException' : isKnown(name) ? 'ExecutionAlreadyExists' : undefined;
    if (error !== undefined) return response.writeHead(400).end(JSON.stringify({ __type: error, message: error }));
    machine.started.push({ name, input: JSON.parse(input) });
    return response.end(JSON.stringify({ executionArn: `execution:${name}`, startDate: 0 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port');
  const isKnown = (name: string) => machine.started.some((execution) => execution.name === name);
  const machine: StateMachine = {
    endpoint: `http://127.0.0.1:${address.port}`,
    started: [],
    refusing: false,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
  return machine;
}
