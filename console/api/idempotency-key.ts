import { useRef } from 'preact/hooks';

/**
 * A key for what a form is about to send: the same one when the same is sent again, since the answer may have been
 * lost; another one for other contents, and after `renew`.
 */
export function useIdempotencyKey(): { readonly keyFor: (contents: unknown) => string; readonly renew: () => void } {
  const latest = useRef({ contents: '', key: '' });
  return {
    keyFor: (contents) => {
      const text = JSON.stringify(contents);
      if (latest.current.contents !== text) latest.current = { contents: text, key: crypto.randomUUID() };
      return latest.current.key;
    },
    renew: () => {
      latest.current = { contents: '', key: '' };
    },
  };
}
