// Each claim is a line of the page: its name, and what is not so.
import * as blobs from './blobs.js';
import * as earthstar from './earthstar.js';
import * as live from './live.js';
import * as records from './records.js';
import * as schemas from './schemas.js';
import { tutorial } from './tutorial.js';
import * as watching from './watching.js';

const all = { tutorial, ...records, ...schemas, ...watching, ...live, ...blobs, ...earthstar };
for (const [name, claim] of Object.entries(all)) {
  const line = document.createElement('li');
  document.querySelector('#claims').append(line);
  try {
    await claim();
    line.textContent = `${name}: so`;
  } catch (e) {
    line.textContent = `${name}: ${e.message} ${e.stack}`;
  }
}
document.querySelector('#end').textContent = 'all told';
