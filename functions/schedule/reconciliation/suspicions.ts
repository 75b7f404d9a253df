import { isDue, type Suspicion, suspicionAfter } from '../../../domain/reconciliation/belief.ts';
import {
  type Finding,
  isStockFinding,
  type OrderFinding,
  subjectOf,
} from '../../../domain/reconciliation/discrepancy.ts';
import type { Instant } from '../../../domain/time.ts';

/** More are not remembered from run to run: whatever made so many differ is found with these. */
const maximum = 100;

/** What was seen once, by this run or those before it: one suspicion for each subject. */
export class Suspicions {
  readonly #bySubject: Map<string, Suspicion>;

  constructor(suspicions: readonly Suspicion[]) {
    this.#bySubject = new Map(suspicions.map((suspicion) => [subjectOf(suspicion.finding), suspicion]));
  }

  of(subject: string): Suspicion | undefined {
    return this.#bySubject.get(subject);
  }

  remember(finding: Finding, at: Instant): void {
    const subject = subjectOf(finding);
    const earlier = this.of(subject);
    if (earlier === undefined && this.#bySubject.size >= maximum) return;
    this.#bySubject.set(subject, suspicionAfter(finding, earlier, at));
  }

  /** The subject is as it should be, or what is wrong with it has been told. */
  forget(subject: string): void {
    this.#bySubject.delete(subject);
  }

  /** The SKUs and orders that are to be looked at for the second time. */
  due(at: Instant): { readonly skus: string[]; readonly orderIds: string[] } {
    const findings = this.all()
      .filter((suspicion) => isDue(suspicion, at))
      .map(({ finding }) => finding);
    const orderFindings = findings.filter((finding): finding is OrderFinding => !isStockFinding(finding));
    return {
      skus: [...new Set(findings.filter(isStockFinding).map(({ sku }) => sku))],
      orderIds: [...new Set(orderFindings.map(({ orderId }) => orderId))],
    };
  }

  all(): Suspicion[] {
    return [...this.#bySubject.values()];
  }
}
