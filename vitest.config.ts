import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores are shared with the local runs that the system tests start, and often wait for.
    maxWorkers: 3,
    // Tests that run at the same time within a file mostly wait.
    maxConcurrency: 20,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
