/**
 * The token in an answer of the local run's issuer.
 * @throws when there is none
 */
export function accessTokenIn(answer: unknown): string {
  if (typeof answer === 'object' && answer !== null && 'access_token' in answer) {
    if (typeof answer.access_token === 'string') return answer.access_token;
  }
  throw new Error('The answer of the local run holds no access_token');
}
