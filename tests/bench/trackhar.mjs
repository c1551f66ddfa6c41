// Times TrackHAR on one load: `node trackhar.mjs LOAD.json`, with trackhar 1.0.0 installed beside it.
// Prints {"seconds", "found"}: CPU seconds of the best of three runs, and how many entries had a known identifier.
import { readFileSync } from 'node:fs';
import { process as annotate } from 'trackhar';

const { entries, identifiers } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const har = { log: { version: '1.2', creator: { name: 'bench', version: '1' }, entries } };
const options = identifiers ? { indicatorValues: Object.fromEntries(identifiers) } : undefined;
let best;
for (let round = 0; round < 3; round++) {
    const start = process.cpuUsage();
    const result = await annotate(har, options);
    const spent = process.cpuUsage(start);
    const seconds = (spent.user + spent.system) / 1e6;
    const found = result.filter((r) => Array.isArray(r) && r.some((x) => x?.adapter === 'indicators')).length;
    if (!best || seconds < best.seconds) best = { seconds, found };
}
console.log(JSON.stringify(best));
