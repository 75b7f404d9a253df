import document from '../../docs/openapi.json' with { type: 'json' };
import { answering, text } from './respond.ts';

const body = JSON.stringify(document);

/** The contract, for machines. */
export const handler = answering(async () => text(200, body, { 'cache-control': 'public, max-age=300' }));
