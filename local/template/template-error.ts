/** The template asks for something that the local runtime does not know: refused at start, by name. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
