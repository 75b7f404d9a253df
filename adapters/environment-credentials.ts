type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
};

/**
 * Stands in the bundles for the SDK's chain of credential providers, a third of all that they would hold: profiles,
 * single sign-on, web identities and instance metadata, none of which a function has. Lambda gives a function its role's
 * credentials in its environment, and ends the environment before they expire.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function defaultProvider(): () => Promise<Credentials> {
  return async () => {
    const {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    } = process.env;
    if (!accessKeyId || !secretAccessKey) throw new Error('The environment has no credentials of AWS');
    return { accessKeyId, secretAccessKey, sessionToken };
  };
}
