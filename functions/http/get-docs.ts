import document from '../../docs/openapi.json' with { type: 'json' };
import type { ApiDocument } from './api-page/document.ts';
import { apiPage } from './api-page/page.ts';
import { answering, text } from './respond.ts';

const shown: ApiDocument = document;
const { html, contentSecurityPolicy } = apiPage(shown);

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'public, max-age=300',
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** The contract, for people. */
export const handler = answering(async () => text(200, html, headers));
