import type { BenchOptions } from './options.ts';
import type { PartReport } from './report/report.ts';

/** Measures one thing, and tells as it goes on. */
export type Part = (options: BenchOptions, tell: (line: string) => void) => Promise<PartReport>;
