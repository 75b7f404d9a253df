import { AccessDenied, type AccessRequest, type Authorizer, type Principal, ServiceError } from '../ports.ts';
import { ACCOUNT_ID, PARTITION } from '../template/pseudo-parameters.ts';
import type { Resource } from '../template/template.ts';
import type { Context } from './condition.ts';
import { functionRoles, readPolicies } from './policies.ts';
import { AccessReport } from './report.ts';
import type { Query, Statement } from './statement.ts';

/** Services and SDKs speak TLS to AWS; the plain connection on loopback stands for that. */
const ALWAYS: readonly (readonly [string, readonly string[]])[] = [
  ['aws:securetransport', ['true']],
  ['aws:sourceaccount', [ACCOUNT_ID]],
];

const none: readonly Statement[] = [];

/**
 * Decides as IAM does within one account: what a policy of the role or of the resource allows is allowed, unless one
 * of them denies it. The policies are compiled once, so that a decision takes microseconds.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export class Access implements Authorizer {
  /** What was granted, what of it was used, and what was denied. */
  readonly report: AccessReport;
  readonly #roles: ReadonlyMap<string, string>;
  readonly #identity: ReadonlyMap<string, readonly Statement[]>;
  readonly #resource: ReadonlyMap<string, readonly Statement[]>;
  readonly #tell: (denial: string) => void;

  /** @throws Error that names what the local run does not know in the template's policies */
  constructor(resources: readonly Resource[], tell: (denial: string) => void) {
    const policies = readPolicies(resources);
    this.report = new AccessReport(resources, policies);
    this.#roles = functionRoles(resources);
    const of = (kind: 'identity' | 'resource') => byOwner(policies.filter((policy) => policy.kind === kind));
    this.#identity = of('identity');
    this.#resource = of('resource');
    this.#tell = tell;
  }

  authorize(request: AccessRequest): void {
    const query = this.#query(request);
    const identity = query.roleArn === undefined ? none : (this.#identity.get(query.roleArn) ?? none);
    const resource = this.#resource.get(query.resource) ?? none;
    const refusal = refusalBy(identity, 'identity', query) ?? refusalBy(resource, 'resource', query);
    const allowing = [identity, resource].flat().find(({ effect, applies }) => effect === 'Allow' && applies(query));
    if (refusal === undefined && allowing !== undefined) this.report.used(allowing, query);
    else this.#deny(request, query, refusal ?? 'because no policy allows it');
  }

  #query({ principal, action, resource, context = {} }: AccessRequest): Query {
    const given = Object.entries(context).map(([key, values]) => [key.toLowerCase(), values] as const);
    const all: Context = new Map([...ALWAYS, ...given]);
    return { principal, roleArn: this.#roleOf(principal), action: action.toLowerCase(), resource, context: all };
  }

  #roleOf(principal: Principal): string | undefined {
    if ('service' in principal) return undefined;
    if ('roleArn' in principal) return principal.roleArn;
    const role = this.#roles.get(principal.functionArn);
    if (role !== undefined) return role;
    throw new ServiceError('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }

  #deny({ principal, action, resource }: AccessRequest, { roleArn }: Query, reason: string): never {
    const name = 'service' in principal ? principal.service : `User: ${sessionArn(roleArn ?? '', principal)}`;
    const message = `${name} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
    if (this.report.denied({ principal: name, action, resource, reason })) this.#tell(`Access denied: ${message}`);
    throw new AccessDenied(message);
  }
}

function byOwner(policies: ReturnType<typeof readPolicies>): ReadonlyMap<string, readonly Statement[]> {
  const statements = new Map<string, readonly Statement[]>();
  for (const { ownerArn, statements: more } of policies) {
    statements.set(ownerArn, [...(statements.get(ownerArn) ?? []), ...more]);
  }
  return statements;
}

function refusalBy(statements: readonly Statement[], kind: 'identity' | 'resource', query: Query): string | undefined {
  const denies = statements.some(({ effect, applies }) => effect === 'Deny' && applies(query));
  return denies ? `with an explicit deny in ${kind === 'identity' ? 'an' : 'a'} ${kind}-based policy` : undefined;
}

/** Lambda names its sessions by the function. */
function sessionArn(roleArn: string, principal: Exclude<Principal, { service: string }>): string {
  const session = 'session' in principal ? principal.session : principal.functionArn.split(':').at(-1);
  return `arn:${PARTITION}:sts::${ACCOUNT_ID}:assumed-role/${roleArn.split('/').at(-1)}/${session}`;
}
