import { useMutation, useQuery, useQueryClient } from '@tanstack/preact-query';
import { formatCount } from '../format/count.ts';
import { Loaded } from '../layout/loaded.tsx';
import { Page } from '../layout/page.tsx';
import { Problem } from '../layout/problem.tsx';
import { readFaults, setFaults } from './faults.ts';
import { hitsByPreset } from './faults-by-preset.ts';
import { Healing } from './healing.tsx';
import { presets } from './presets.ts';

const faultsMilliseconds = 1_000;

/** Lets things go wrong on purpose in the local run, and shows how the system heals. */
export default function FaultsPage() {
  const faults = useQuery({ queryKey: ['faults'], queryFn: readFaults, refetchInterval: faultsMilliseconds });
  return (
    <Page title="Faults">
      <p>
        What goes wrong in the cloud now and then goes wrong here on purpose. No order is lost, and none is sold twice.
      </p>
      <Loaded query={faults} lines={8}>
        {(rules) => <Switches hits={hitsByPreset(rules)} />}
      </Loaded>
      <Healing />
    </Page>
  );
}

function Switches({ hits }: { readonly hits: ReadonlyMap<string, number> }) {
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: setFaults,
    onSuccess: (rules) => queries.setQueryData(['faults'], rules),
  });
  // While they are being changed, they show what they are going to be.
  const chosen = change.isPending ? change.variables : [...hits.keys()];
  const toggle = (id: string) =>
    change.mutate(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  return (
    <fieldset class="switches">
      <legend>What goes wrong</legend>
      {presets.map(({ id, name, what }) => (
        <label key={id}>
          <input
            type="checkbox"
            role="switch"
            checked={chosen.includes(id)}
            aria-checked={chosen.includes(id)}
            onChange={() => toggle(id)}
          />
          <strong>{name}</strong>
          <small>{what}</small>
          <span class="number">{hits.has(id) ? `struck ${formatCount(hits.get(id) ?? 0)} times` : ''}</span>
        </label>
      ))}
      <button type="button" class="secondary" disabled={chosen.length === 0} onClick={() => change.mutate([])}>
        End all faults
      </button>
      <Problem error={change.error} />
    </fieldset>
  );
}
