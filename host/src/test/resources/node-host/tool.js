// A tool of the host's owner: tells of each claim of the named modules whether it holds.
import { told } from './common.js';

for (const module of process.argv.slice(3)) {
  for (const [name, claim] of Object.entries(await import(module))) {
    console.log(JSON.stringify({ name, told: await told(claim) }));
  }
}
