declare module 'asl-validator' {
  /** Adds `QueryLanguage` to the states of the definition that it is given. */
  export default function validate(
    definition: object,
    options?: { readonly checkArn?: boolean; readonly checkPaths?: boolean },
  ): { readonly isValid: boolean; errorsText(separator?: string): string };
}
