import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import { read } from './schemas.ts';
import type { Shop } from './shop.ts';

const reportSchema = z.object({
  grants: z.array(
    z.object({
      holder: z.string(),
      action: z.string(),
      resource: z.string(),
      conditions: z.array(z.object({ condition: z.string(), values: z.array(z.string()) })),
      uses: z.int(),
      byAws: z.optional(z.string()),
    }),
  ),
  unused: z.array(z.string()),
  denials: z.array(z.object({ principal: z.string(), action: z.string(), resource: z.string(), reason: z.string() })),
});

export type PermissionReport = z.infer<typeof reportSchema>;

/** What the roles of a local run may do, what nobody did since its start, and what was denied. */
export async function permissionReport(shop: Shop): Promise<PermissionReport> {
  return read(await shop.client.send({ path: '/_local/permissions' }), 200, reportSchema);
}

/** Where the last run of the tests has left its report. */
export const reportFile = join(import.meta.dirname, '..', '..', 'build', 'permissions.txt');

/** Writes, for people, who may do what, and how often it was done. */
export function writeReport({ grants, unused, denials }: PermissionReport): void {
  const holders = Object.entries(Object.groupBy(grants, ({ holder }) => holder));
  const blocks = holders.map(([holder, held = []]) => [short(holder), ...held.map(lineOf)].join('\n'));
  const summary = `${grants.length} grants, ${unused.length} unused, ${denials.length} kinds of denials`;
  mkdirSync(dirname(reportFile), { recursive: true });
  writeFileSync(reportFile, [summary, ...blocks, ''].join('\n\n'));
}

function lineOf({ action, resource, conditions, uses, byAws }: PermissionReport['grants'][number]): string {
  const only = conditions.map(({ condition, values }) => `${condition.split(' ').at(-1)} in ${values.join(', ')}`);
  const times = uses > 0 || byAws === undefined ? String(uses) : byAws;
  return [
    `  ${times.padStart(19)}  ${action.padEnd(28)}  ${short(resource)}`,
    ...only.map((it) => `${' '.repeat(23)}${it}`),
  ].join('\n');
}

/** Without what is the same for all: the account, the stack, and the hashes of logical ids. */
function short(name: string): string {
  return name.replaceAll(/arn:aws:\w+:[^:]*:\d*:|Holdfast-|(?<=[a-z])[0-9A-F]{8}(?![0-9A-Za-z])/gu, '');
}
