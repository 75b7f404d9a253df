export type Cell = string | number;

export type ReportTable = {
  readonly caption: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
};

/** Something that was to be reached, and whether it was. */
export type Claim = {
  readonly claim: string;
  readonly measured: string;
  readonly target: string;
  readonly holds: boolean;
};

/** A picture as SVG; its name is that of its file, without the extension. */
export type Picture = { readonly name: string; readonly title: string; readonly svg: string };

/** What one part of the bench has found. */
export type PartReport = {
  readonly part: string;
  readonly title: string;
  /** How it was measured, in sentences. */
  readonly method: readonly string[];
  readonly tables: readonly ReportTable[];
  readonly claims: readonly Claim[];
  readonly pictures: readonly Picture[];
  /** Everything that was measured, for machines. */
  readonly figures: unknown;
};

/** A ratio that has to be at least so high. */
export function ratioClaim(claim: string, ratio: number, atLeast: number): Claim {
  return { claim, measured: `${round(ratio)} ×`, target: `at least ${atLeast} ×`, holds: ratio >= atLeast };
}

/** Three digits that count. */
export function round(value: number): number {
  if (!Number.isFinite(value) || value === 0) return value;
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return Number(value.toFixed(Math.min(digits, 6)));
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
