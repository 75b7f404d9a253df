import { Link, useSearchParams } from 'wouter-preact';
import { changed } from './parameters.ts';

/** The ways to the pages before and after; nothing when there is only one. */
export function Paging({ page, pages }: { readonly page: number; readonly pages: number }) {
  const [parameters] = useSearchParams();
  if (pages <= 1) return null;
  const to = (target: number) => `?${changed(parameters, { page: String(target) })}`;
  return (
    <nav class="paging" aria-label="Pages of the list">
      {page > 1 ? <Link href={to(page - 1)}>← Previous</Link> : <span />}
      <span>
        Page {page} of {pages}
      </span>
      {page < pages ? <Link href={to(page + 1)}>Next →</Link> : <span />}
    </nav>
  );
}
