import { Link } from 'wouter-preact';
import { Page } from './page.tsx';

export function NotFound() {
  return (
    <Page title="No such page">
      <p>
        The address leads nowhere. <Link href="/stock">Go to the stock.</Link>
      </p>
    </Page>
  );
}
