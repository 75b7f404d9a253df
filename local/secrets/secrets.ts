import { randomBytes, randomInt } from 'node:crypto';
import * as z from 'zod';
import type { Journal } from '../journal/journal.ts';
import { parseProperties } from '../parse.ts';
import type { Clock } from '../ports.ts';

const ignored = z.unknown().optional();

/** Properties of `AWS::SecretsManager::Secret`; the key that encrypts it means nothing on one machine. */
const secretProperties = z.strictObject({
  Name: z.string().optional(),
  GenerateSecretString: z.strictObject({
    PasswordLength: z.int().min(1).max(4096).default(32),
    ExcludePunctuation: z.boolean().default(false),
  }),
  Description: ignored,
  KmsKeyId: ignored,
  Tags: ignored,
});

export type Secret = {
  readonly arn: string;
  readonly name: string;
  readonly value: string;
  readonly versionId: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
};

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** The secrets of the template, each generated once and journalled: a restart finds the same ones. */
export class Secrets {
  readonly #journal: Journal;
  readonly #clock: Clock;

  constructor({ journal, clock }: { readonly journal: Journal; readonly clock: Clock }) {
    this.#journal = journal;
    this.#clock = clock;
    journal.define(
      'CREATE TABLE IF NOT EXISTS secrets (arn TEXT PRIMARY KEY, value TEXT NOT NULL, version TEXT NOT NULL, ' +
        'created_at INTEGER NOT NULL) STRICT',
    );
  }

  add(arn: string, properties: unknown): void {
    const { GenerateSecretString } = parseProperties(
      secretProperties,
      `AWS::SecretsManager::Secret ${arn}`,
      properties,
    );
    const { PasswordLength: length, ExcludePunctuation: plain } = GenerateSecretString;
    const alphabet = plain ? letters : letters + punctuation;
    const value = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
    this.#journal
      .statement('INSERT OR IGNORE INTO secrets (arn, value, version, created_at) VALUES (?, ?, ?, ?)')
      .run(arn, value, randomBytes(16).toString('hex'), this.#clock.now());
  }

  /** By ARN, or by the name that the ARN ends with. */
  find(secretId: string): Secret | undefined {
    const row = this.#journal
      .statement("SELECT * FROM secrets WHERE arn = ?1 OR arn LIKE '%:secret:' || ?1 || '-______'")
      .get(secretId);
    if (row === undefined) return undefined;
    const arn = row.text('arn');
    return {
      arn,
      name: arn.slice(arn.indexOf(':secret:') + ':secret:'.length, -'-abcdef'.length),
      value: row.text('value'),
      versionId: row.text('version'),
      createdAt: row.integer('created_at'),
    };
  }
}
