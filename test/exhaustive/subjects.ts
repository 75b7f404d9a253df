/** Whom a piece of work can be about: the order, one of its SKUs, its buyer, or an adjustment of stock. */
export type Subject = 'the order' | 'the first SKU' | 'the second SKU' | 'the adjustment' | 'the buyer';

/** Their ids in one run, the most telling first: work that names several is about the first of them. */
export type Subjects = Readonly<Partial<Record<Subject, string>>>;

const byWeight: readonly Subject[] = ['the order', 'the adjustment', 'the first SKU', 'the second SKU', 'the buyer'];

export function idsOf(subjects: Subjects): string[] {
  return byWeight.flatMap((subject) => subjects[subject] ?? []);
}

/** @param ids those that a piece of work names */
export function subjectAmong(subjects: Subjects, ids: readonly string[]): Subject | undefined {
  return byWeight.find((subject) => ids.includes(subjects[subject] ?? ''));
}
