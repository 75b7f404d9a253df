import { synthesize } from '../../lib/synthesize.ts';

/** Run as `node synthesize.ts <output directory> <context as JSON>`. */
const [directory = '', context = '{}'] = process.argv.slice(2);
await synthesize(JSON.parse(context), directory);
