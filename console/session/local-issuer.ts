import { connected } from '../api/api.ts';
import { accessTokenIn } from './codec.ts';
import { session } from './session.ts';

/** A role that somebody can take in the local run, which asks for no password. */
export type Role = { readonly subject: string; readonly isStaff: boolean };

const remembered = 'holdfast.role';

/** Asks the issuer of the local run for a token of the role, and signs in with it. */
export async function signInLocally(role: Role): Promise<void> {
  const groups = role.isStaff ? ['staff'] : [];
  const response = await connected(
    fetch('/_local/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sub: role.subject, groups }),
    }),
  );
  if (!response.ok) throw new Error(`The local run gave no token: ${response.status}`);
  const accessToken = accessTokenIn(await response.json());
  sessionStorage.setItem(remembered, `${role.isStaff ? 'staff' : 'buyer'}:${role.subject}`);
  session.value = { ...role, accessToken };
}

/** The role that this tab had before it was reloaded: the role alone is kept, never a token. */
export function rememberedRole(): Role | undefined {
  const [kind, ...subject] = sessionStorage.getItem(remembered)?.split(':') ?? [];
  if (kind === undefined || subject.length === 0) return undefined;
  return { subject: subject.join(':'), isStaff: kind === 'staff' };
}

export function forgetRole(): void {
  sessionStorage.removeItem(remembered);
}
