/** What went wrong at the start, in one line, with the next step where there is one. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && 'port' in error ? error.code : undefined;
  const port = 'port' in error ? error.port : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} is in use: end what listens there, or set PORT to another one`;
  if (code === 'EACCES') return `Port ${port} is not allowed: set PORT to one above 1023`;
  if (error.name === 'DataDirectoryInUseError') return `${error.message}: end it, or set DATA_DIR to another one`;
  return error.message.replaceAll('\n', ' ');
}
