/** Something happened that must not, whatever the weather: the message says what. */
export class Violation extends Error {
  override readonly name = 'Violation';
}
