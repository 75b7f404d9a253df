import { jsonResponse } from '../gateway/http-message.ts';
import { type AccessReport, unusedOf } from '../iam/report.ts';
import type { LocalRoute } from './local-routes.ts';

/** Shows what each role may do, what of it was done since the start, and what was denied. */
export function permissionRoutes(report: AccessReport): LocalRoute[] {
  return [
    {
      method: 'GET',
      path: '/_local/permissions',
      handle: () => {
        const { grants, denials } = report;
        return jsonResponse(200, { grants, unused: unusedOf(grants), denials });
      },
    },
  ];
}
