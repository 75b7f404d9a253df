import { spawnSync } from 'node:child_process';

/** DynamoDB Local needs this version or a later one. */
const requiredVersion = 17;

/** The major version of the Java on the PATH; `undefined` when there is none. */
export function javaVersion(): number | undefined {
  const { stderr, error } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  if (error !== undefined) return undefined;
  const version = /version "(\d+)/.exec(stderr)?.[1];
  return version === undefined ? undefined : Number(version);
}

/** What is wrong with this machine's Java, with the next step; `undefined` when nothing is. */
export function javaProblem(): string | undefined {
  const version = javaVersion();
  if (version !== undefined && version >= requiredVersion) return undefined;
  const found = version === undefined ? 'no Java was found' : `Java ${version} was found`;
  return `DynamoDB Local needs Java ${requiredVersion}, and ${found}: install it, on Debian with "apt-get install default-jre-headless"`;
}
