/** Why the command cannot go on, in one line that says what to do. */
export class RedriveError extends Error {
  override readonly name = 'RedriveError';
}
