import { answering, json } from './respond.ts';

/** Tells that requests arrive; it asks nothing else, so that it costs nothing and fails for nobody else's reason. */
export const handler = answering(async () => json(200, { status: 'ok' }));
