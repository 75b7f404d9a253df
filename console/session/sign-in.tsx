import { useMutation } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { Problem } from '../layout/problem.tsx';
import { type Role, signInLocally } from './local-issuer.ts';

const roles: readonly (Role & { readonly what: string })[] = [
  { subject: 'sam', isStaff: true, what: 'Staff: sees all orders and stock, restocks, ships, cancels' },
  { subject: 'ada', isStaff: false, what: 'Buyer: places orders, and sees her own' },
  { subject: 'grace', isStaff: false, what: 'Another buyer' },
];

/** Picks a role of the local run. */
export function SignIn() {
  const [name, setName] = useState('');
  const signIn = useMutation({ mutationFn: signInLocally });
  return (
    <main class="container sign-in">
      <h1>Holdfast</h1>
      <p>The local run asks for no password. As whom do you want to look at it?</p>
      <Problem error={signIn.error} />
      {roles.map((role) => (
        <button key={role.subject} type="button" class="role outline" onClick={() => signIn.mutate(role)}>
          <strong>{role.subject}</strong>
          <span>{role.what}</span>
        </button>
      ))}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate({ subject: name, isStaff: false });
        }}
      >
        <label>
          Another buyer by name
          <input value={name} required maxLength={128} onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        <button type="submit" class="secondary">
          Sign in as this buyer
        </button>
      </form>
    </main>
  );
}
