import { Link, useRoute } from 'wouter-preact';
import { isConnected } from '../api/api.ts';
import { forgetRole } from '../session/local-issuer.ts';
import { session, signOut } from '../session/session.ts';
import type { PageLink } from './page-link.ts';

/** The ways to all pages, who is signed in, and whether the API answers. */
export function TopBar({ links }: { readonly links: readonly PageLink[] }) {
  return (
    <header class="top-bar">
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <div class="container">
        <nav aria-label="Pages">
          {links.map((link) => (
            <NavigationLink key={link.path} {...link} />
          ))}
        </nav>
        <Identity />
      </div>
      <div role="status">
        {isConnected.value ? null : <p class="connection">The API does not answer. Trying again…</p>}
      </div>
    </header>
  );
}

function NavigationLink({ path, name }: PageLink) {
  const [isHere] = useRoute(`${path}/*?`);
  return (
    <Link href={path} aria-current={isHere ? 'page' : undefined}>
      {name}
    </Link>
  );
}

function Identity() {
  const leave = () => {
    forgetRole();
    signOut();
  };
  return (
    <div class="identity">
      <span>
        {session.value?.subject} <small>({session.value?.isStaff ? 'staff' : 'buyer'})</small>
      </span>
      <button type="button" class="outline secondary small" onClick={leave}>
        Sign out
      </button>
    </div>
  );
}
