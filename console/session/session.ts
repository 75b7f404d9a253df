import { signal } from '@preact/signals';
import { queryClient } from '../api/query-client.ts';

/** Who is signed in. The token is kept here and nowhere else: closing or reloading the page forgets it. */
export type Session = {
  readonly subject: string;
  readonly isStaff: boolean;
  readonly accessToken: string;
};

export const session = signal<Session | undefined>(undefined);

export function isStaff(): boolean {
  return session.value?.isStaff ?? false;
}

/** Forgets who was signed in, and what they were shown. */
export function signOut(): void {
  session.value = undefined;
  queryClient.clear();
}
