import { useMutation, useQueryClient } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import type { Schema } from '../../client/client.ts';
import { api, dataOf } from '../api/api.ts';
import { useIdempotencyKey } from '../api/idempotency-key.ts';
import { formatChange } from '../format/count.ts';
import { Problem } from '../layout/problem.tsx';

type NewAdjustment = Schema<'NewStockAdjustment'>;
type Reason = NewAdjustment['reason'];

const kinds = {
  restock: { title: 'Restock', units: 'Units that came in', least: 1, reasons: ['received', 'returned'] },
  correct: { title: 'Correct', units: 'Change, such as −2', least: -1_000_000_000, reasons: ['correction', 'damaged'] },
} as const satisfies Record<string, { title: string; units: string; least: number; reasons: readonly Reason[] }>;

/** Adjusts the stock of an item: units that came in, or a correction of either sign. */
export function AdjustmentForm({ sku, kind }: { readonly sku: string; readonly kind: keyof typeof kinds }) {
  const { title, units, least, reasons } = kinds[kind];
  const [delta, setDelta] = useState('');
  const [reason, setReason] = useState<Reason>(reasons[0]);
  const [note, setNote] = useState('');
  const adjustment = useAdjustment(sku, () => setDelta(''));
  return (
    <article>
      <h2>{title}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          adjustment.mutate({ delta: Number(delta), reason, ...(note === '' ? {} : { note }) });
        }}
      >
        <div class="grid">
          <label>
            {units}
            <input
              type="number"
              inputMode="numeric"
              required
              step={1}
              min={least}
              max={1_000_000_000}
              value={delta}
              onInput={(event) => setDelta(event.currentTarget.value)}
            />
          </label>
          <label>
            Reason
            <select
              value={reason}
              onChange={(event) => setReason(reasons.find((name) => name === event.currentTarget.value) ?? reason)}
            >
              {reasons.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        </div>
        <label>
          Note
          <input value={note} maxLength={500} onInput={(event) => setNote(event.currentTarget.value)} />
        </label>
        <button type="submit" aria-busy={adjustment.isPending}>
          {title}
        </button>
      </form>
      <Problem error={adjustment.error} />
      <p role="status">
        {adjustment.isSuccess &&
          `Adjusted by ${formatChange(adjustment.variables.delta)}: ${adjustment.data.stock.available} available.`}
      </p>
    </article>
  );
}

function useAdjustment(sku: string, clear: () => void) {
  const queries = useQueryClient();
  const { keyFor, renew } = useIdempotencyKey();
  return useMutation({
    mutationFn: (body: NewAdjustment) => {
      const params = { path: { sku }, header: { 'Idempotency-Key': keyFor(body) } };
      return dataOf(api.POST('/catalog/items/{sku}/stock-adjustments', { params, body }));
    },
    onSuccess: async ({ stock }) => {
      renew();
      clear();
      queries.setQueryData(['stock', sku], stock);
      await queries.invalidateQueries({ queryKey: ['movements', sku] });
    },
  });
}
