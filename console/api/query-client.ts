import { QueryClient } from '@tanstack/preact-query';

/** Asked again and again by each page, so that a failed call needs no retry of its own; the last answer stays. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: false, networkMode: 'always', staleTime: 1_000 },
    mutations: { retry: false, networkMode: 'always' },
  },
});
