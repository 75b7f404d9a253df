import type { TokenIssuer } from '../gateway/token-issuer.ts';
import type { Journal } from '../journal/journal.ts';
import type { Pending } from '../ports.ts';
import { listDeadLetters } from '../queues/dead-letters.ts';
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
    ...deadLetterRoutes({ ...system.parts, journal }),
  ];
}
