import type { Resource } from '../template/template.ts';
import { byAwsItself } from './by-aws.ts';
import { holdersOf } from './holders.ts';
import type { Policy } from './policies.ts';
import type { Query, Statement } from './statement.ts';

/** A list of values that a statement restricts requests to, such as the attributes that they may name. */
export type ConditionReport = {
  readonly condition: string;
  readonly values: readonly string[];
  /** Those that no request named. */
  readonly unused: readonly string[];
};

/** One action on one resource that a statement allows. */
export type GrantReport = {
  /** Who has it: the functions, state machines or schedules of a role, or the services that a resource policy names. */
  readonly holder: string;
  /** The policy by its logical id, and the statement by its place in it. */
  readonly policy: string;
  readonly statement: number;
  readonly action: string;
  readonly resource: string;
  readonly conditions: readonly ConditionReport[];
  readonly uses: number;
  /** What AWS itself does with it, unseen by the local run: it may stay unused. */
  readonly byAws?: string;
};

export type Denial = {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly reason: string;
};
export type DenialReport = Denial & { readonly times: number };

type Use = { readonly counts: Map<string, number>; readonly values: readonly Set<string>[] };

/** Counts what is done with each grant of a template's policies. */
export class AccessReport {
  readonly #policies: readonly Policy[];
  readonly #holderOf: (policy: Policy) => string;
  readonly #byAws: ReturnType<typeof byAwsItself>;
  readonly #uses = new Map<Statement, Use>();
  readonly #denials = new Map<string, DenialReport>();

  constructor(resources: readonly Resource[], policies: readonly Policy[]) {
    this.#policies = policies;
    this.#holderOf = holdersOf(resources);
    this.#byAws = byAwsItself(resources);
    for (const statement of policies.flatMap(({ statements }) => statements)) {
      this.#uses.set(statement, { counts: new Map(), values: statement.conditions.map(() => new Set()) });
    }
  }

  /** Counts a use for the first statement that allowed it: another one that allows no more than that is never used. */
  used(statement: Statement, query: Query): void {
    const use = this.#uses.get(statement);
    const action = statement.actions.find(({ matches }) => matches(query.action));
    const resource = statement.resources.find(({ matches }) => matches(query.resource));
    if (use === undefined || action === undefined || resource === undefined) return;
    const key = grantKey(action.pattern, resource.pattern);
    use.counts.set(key, (use.counts.get(key) ?? 0) + 1);
    for (const [index, condition] of statement.conditions.entries()) {
      for (const value of condition.matched(query.context)) use.values[index]?.add(value);
    }
  }

  /** @returns whether it is the first of its kind */
  denied(denial: Denial): boolean {
    const key = Object.values(denial).join(' ');
    const times = (this.#denials.get(key)?.times ?? 0) + 1;
    this.#denials.set(key, { ...denial, times });
    return times === 1;
  }

  get denials(): readonly DenialReport[] {
    return [...this.#denials.values()];
  }

  get grants(): readonly GrantReport[] {
    return this.#policies.flatMap((policy) =>
      policy.statements.flatMap((statement, index) =>
        statement.effect === 'Allow' ? this.#grantsOf(policy, statement, index) : [],
      ),
    );
  }

  #grantsOf(policy: Policy, statement: Statement, index: number): readonly GrantReport[] {
    const holder = this.#holderOf(policy);
    const use = this.#uses.get(statement);
    const conditions = statement.conditions.map(({ name, values }, place) => ({
      condition: name,
      values,
      unused: values.filter((value) => !use?.values[place]?.has(value)),
    }));
    return statement.actions.flatMap(({ pattern: action }) =>
      statement.resources.map(({ pattern: resource }) => {
        const byAws = this.#byAws(policy.ownerArn, action, resource);
        const uses = use?.counts.get(grantKey(action, resource)) ?? 0;
        const grant = { holder, policy: policy.logicalId, statement: index, action, resource, conditions, uses };
        return byAws === undefined ? grant : { ...grant, byAws };
      }),
    );
  }
}

/** What nothing has used, one line each: whole grants, and single values that a condition lists. */
export function unusedOf(grants: readonly GrantReport[]): readonly string[] {
  const lines = grants.flatMap(({ holder, action, resource, conditions, uses, byAws }) => {
    if (byAws !== undefined) return [];
    if (uses === 0) return [`${holder}: ${action} on ${resource}`];
    return conditions.flatMap(({ condition, unused }) =>
      unused.map((value) => `${holder}: ${action} on ${resource}: ${value} in ${condition}`),
    );
  });
  return [...new Set(lines)];
}

function grantKey(action: string, resource: string): string {
  return `${action} ${resource}`;
}
