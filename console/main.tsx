import '@picocss/pico/css/pico.min.css';
import './style.css';
import { QueryClientProvider } from '@tanstack/preact-query';
import { render } from 'preact';
import { Router } from 'wouter-preact';
import { queryClient } from './api/query-client.ts';
import { Console } from './console.tsx';

const root = document.getElementById('console');
if (root === null) throw new Error('The page has no element #console');

render(
  <QueryClientProvider client={queryClient}>
    <Router base="/console">
      <Console />
    </Router>
  </QueryClientProvider>,
  root,
);
