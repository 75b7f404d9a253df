import * as z from 'zod/mini';
import { read } from './schemas.ts';
import type { Shop } from './shop.ts';

const reportSchema = z.object({
  grants: z.array(
    z.object({
      holder: z.string(),
      action: z.string(),
      resource: z.string(),
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
