import { jsonResponse } from '../gateway/http-message.ts';
import type { TokenIssuer } from '../gateway/token-issuer.ts';
import type { Journal } from '../journal/journal.ts';
import type { Pending } from '../ports.ts';
import { listDeadLetters } from '../queues/dead-letters.ts';
import { REGION } from '../template/pseudo-parameters.ts';
import type { Template } from '../template/template.ts';
import { deadLetterRoutes } from './dead-letter-routes.ts';
import type { LocalRoute } from './local-routes.ts';
import { statusRoutes } from './status-routes.ts';
import type { System } from './system.ts';

export type RuntimeRoutesOptions = {
  readonly system: System;
  readonly journal: Journal;
  readonly template: Template;
  readonly tokens: TokenIssuer;
  readonly settle: (timeoutSeconds: number) => Promise<readonly Pending[]>;
};

/** The local routes that every application has. */
export function runtimeRoutes({ system, journal, template, tokens, settle }: RuntimeRoutesOptions): LocalRoute[] {
  const { buses, queues } = system.parts;
  const bus = template.resources.find(({ type }) => type === 'AWS::Events::EventBus');
  const countDeadLetters = () => listDeadLetters(queues).length;
  return [
    { method: 'POST', path: '/_local/token', handle: (request) => tokens.answer(request) },
    ...statusRoutes({ buses, busName: bus?.ref ?? 'default', settle, countDeadLetters }),
    { method: 'GET', path: '/_local/stack', handle: () => jsonResponse(200, describeStack(system, template)) },
    ...deadLetterRoutes({ ...system.parts, journal }),
  ];
}

/** What a client of AWS needs to work with the local run as it would with a deployed stack. */
function describeStack({ endpointUrl }: System, { outputs }: Template): object {
  return { endpoint: endpointUrl, region: REGION, outputs };
}
