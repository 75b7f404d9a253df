import type { Settings } from '../deployment.ts';
import { Random } from '../time/random.ts';

/** The settings that worlds are simulated with: the defaults, and such as make reservations and sagas run out. */
export const profiles = {
  defaults: {
    reservationTtlSeconds: 900,
    gracePeriodSeconds: 0,
    sagaTimeoutSeconds: 240,
    sweepSeconds: 60,
    maxOpenOrdersPerBuyer: 1_000,
  },
  hurried: {
    reservationTtlSeconds: 2,
    gracePeriodSeconds: 0,
    sagaTimeoutSeconds: 5,
    sweepSeconds: 5,
    maxOpenOrdersPerBuyer: 0,
  },
  impatient: {
    reservationTtlSeconds: 900,
    gracePeriodSeconds: 0,
    sagaTimeoutSeconds: 5,
    sweepSeconds: 5,
    maxOpenOrdersPerBuyer: 0,
  },
  brief: {
    reservationTtlSeconds: 15,
    gracePeriodSeconds: 0,
    sagaTimeoutSeconds: 30,
    sweepSeconds: 60,
    maxOpenOrdersPerBuyer: 0,
  },
  patient: {
    reservationTtlSeconds: 120,
    gracePeriodSeconds: 10,
    sagaTimeoutSeconds: 60,
    sweepSeconds: 60,
    maxOpenOrdersPerBuyer: 20,
  },
} as const satisfies Readonly<Record<string, Settings>>;

export type Profile = keyof typeof profiles;

export const profileNames = [
  'defaults',
  'hurried',
  'impatient',
  'brief',
  'patient',
] as const satisfies readonly Profile[];

/** The profile of a world, by its seed. */
export function profileOf(seed: string): Profile {
  return new Random(seed).fork('profile').pick(profileNames);
}
