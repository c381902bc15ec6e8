import { filled, root, service } from '/_atek/assets/place.js';

/** How often to look whether it is there: soon when it comes by itself, else in case that somebody
    starts it elsewhere. */
const SOON_MS = 500;
const LATER_MS = 3000;

const HOW = {
  starting: 'is starting',
  updating: 'is being updated',
  installing: 'is being installed',
  uninstalling: 'is being uninstalled',
  crashed: 'has crashed',
};

const { state, comes, mine } = document.querySelector('main').dataset;
const one = (id) => document.querySelector(`#${id}`);

const reason = one('reason');
reason.hidden = !filled(reason.textContent);
if (HOW[state]) {
  one('how').textContent = HOW[state];
}

// A page at the address of a service may not manage services; one at the root of the domain may.
const path = location.pathname + location.search;
lead('start', `/_atek/start?${new URLSearchParams({ service, path })}`);
lead('manage', `/service/${encodeURIComponent(service)}/`);
if (comes === 'true') {
  one('hint').textContent = 'This page opens by itself as soon as it is there.';
} else if (mine !== 'true') {
  one('hint').textContent = 'Its owner, or an admin, can start it.';
}
look();

function lead(id, to) {
  const link = one(id);
  link.href = root + to;
  link.hidden = mine !== 'true' || comes === 'true';
  // In a frame there is no room for the page of another.
  link.target = window.top === window ? '_self' : '_blank';
}

async function look() {
  for (;;) {
    await new Promise((done) => setTimeout(done, comes === 'true' ? SOON_MS : LATER_MS));
    const now = document.hidden ? undefined : await stateNow();
    if (now && now !== state) {
      location.reload();
      return;
    }
  }
}

/** Undefined when nobody knows; this very page then goes on looking. */
async function stateNow() {
  try {
    const answer = await fetch('/_atek/state', { cache: 'no-store' });
    return answer.ok ? (await answer.json()).state : 'gone';
  } catch {
    return undefined;
  }
}
