import { parseArgs } from 'node:util';
import { table } from '../../bin/demo/table.ts';
import { Shop } from '../support/shop.ts';
import { fuzz } from './fuzz.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const count = Number(values.requests);
const seed = Number(values.seed);
const everyRequests = 500;

console.log(`Sending ${count} hostile requests; again by: npm run fuzz -- --requests ${count} --seed ${seed}`);
const shop = await Shop.open({ SWEEP_SECONDS: 1 });
try {
  const startedAt = Date.now();
  const onProgress = (answered: number) => {
    if (answered % everyRequests !== 0) return;
    const perSecond = Math.round((answered / (Date.now() - startedAt)) * 1_000);
    console.log(`${String(answered).padStart(7)} of ${count}  ${perSecond} requests/s`);
  };
  const { outcomes, findings } = await fuzz({ shop, seed, count, onProgress });
  const statuses = [...new Set([...outcomes.values()].flatMap((counts) => [...counts.keys()]))].sort();
  const rows = [...outcomes]
    .sort()
    .map(([attempt, counts]) => [attempt, ...statuses.map((status) => String(counts.get(status) ?? ''))]);
  console.log(`\n${table(['what was tried', ...statuses], rows)}\n`);
  for (const finding of findings.slice(0, 20)) console.log(`FOUND  ${finding}`);
  if (findings.length > 0) console.log(`The run complained:\n${shop.run.problems}\n`);
  console.log(`${count} requests, ${findings.length} findings, seed ${seed}`);
  process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
  await shop.run.stop();
}
