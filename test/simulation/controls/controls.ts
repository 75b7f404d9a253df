import type { Control } from './control.ts';
import { escrowControls } from './escrow.ts';
import { eventControls } from './events.ts';
import { paymentControls } from './payment.ts';
import { raceControls } from './races.ts';
import { requestControls } from './requests.ts';
import { reservationControls } from './reservation.ts';

/** Every safeguard that the simulation is shown to need. */
export const controls: readonly Control[] = [
  ...requestControls,
  ...reservationControls,
  ...raceControls,
  ...escrowControls,
  ...paymentControls,
  ...eventControls,
];
