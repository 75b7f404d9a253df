import { formatCount } from '../format/count.ts';

/** A number with its name, in a list of figures. */
export function Figure({ name, value }: { readonly name: string; readonly value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{formatCount(value)}</dd>
    </div>
  );
}
