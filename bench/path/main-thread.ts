import * as z from 'zod';

const profileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.int(),
      callFrame: z.object({ functionName: z.string(), url: z.string() }),
      children: z.array(z.int()).optional(),
    }),
  ),
  samples: z.array(z.int()),
  timeDeltas: z.array(z.int()),
});

/** The parts of the main thread, by the folder of the local runtime that the work was done for. */
const partOfFolder: Readonly<Record<string, string>> = {
  gateway: 'gateway',
  streams: 'relay (streams, bus, queues)',
  events: 'relay (streams, bus, queues)',
  queues: 'relay (streams, bus, queues)',
  states: 'saga',
  endpoint: 'AWS endpoint and policies',
  iam: 'AWS endpoint and policies',
  engine: 'AWS endpoint and policies',
  lambda: 'handing over to functions',
};

export const OTHER = 'sockets, timers and the rest';
const IDLE = new Set(['(idle)', '(root)']);

/**
 * The share of the main thread's own time that each part had, from a profile as V8 writes it. A sample counts for the
 * innermost frame of a part: what a part asks of the database's driver or of Node.js is the part's.
 */
export function sharesByPart(profile: unknown): Map<string, number> {
  const { nodes, samples, timeDeltas } = profileSchema.parse(profile);
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const partOf = (id: number | undefined): string => {
    const frame = id === undefined ? undefined : frames.get(id);
    if (frame === undefined) return OTHER;
    const folder = /\/local\/([a-z]+)\//.exec(frame.url)?.[1] ?? '';
    return partOfFolder[folder] ?? partOf(parents.get(id ?? 0));
  };
  const micros = new Map<string, number>();
  samples.forEach((id, index) => {
    if (IDLE.has(frames.get(id)?.functionName ?? '')) return;
    const part = partOf(id);
    micros.set(part, (micros.get(part) ?? 0) + Math.max(0, timeDeltas[index] ?? 0));
  });
  const all = [...micros.values()].reduce((sum, it) => sum + it, 0);
  return new Map([...micros].map(([part, time]) => [part, time / all]));
}
