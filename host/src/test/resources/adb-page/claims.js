// Each claim is a line of the page: its name, and what is not so.
import * as records from './records.js';
import * as schemas from './schemas.js';
import { tutorial } from './tutorial.js';
import * as watching from './watching.js';

for (const [name, claim] of Object.entries({ tutorial, ...records, ...schemas, ...watching })) {
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
