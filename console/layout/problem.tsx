/** What went wrong, told at once to a screen reader; nothing when nothing did. */
export function Problem({ error }: { readonly error: Error | null | undefined }) {
  if (error === null || error === undefined) return null;
  return (
    <p class="problem" role="alert">
      {error.message}
    </p>
  );
}
