import * as z from 'zod/mini';

const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      DeletionPolicy: z.optional(z.string()),
      Metadata: z.optional(z.object({ 'aws:cdk:path': z.optional(z.string()) })),
    }),
  ),
});

/** What of a synthesized stack outlives its deletion, by the path of its construct, such as `Tables/Orders`. */
export function retainedResources(synthesized: unknown): string[] {
  const { Resources } = template.parse(synthesized);
  return Object.entries(Resources)
    .filter(([, { DeletionPolicy }]) => DeletionPolicy?.startsWith('Retain') ?? false)
    .map(([logicalId, { Metadata }]) => nameOf(Metadata?.['aws:cdk:path'] ?? logicalId));
}

/** Without the stack before it and `Resource` behind it. */
function nameOf(path: string): string {
  return path.replace(/^[^/]+\//, '').replace(/\/Resource$/, '');
}
