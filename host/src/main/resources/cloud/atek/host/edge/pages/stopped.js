import { filled, root, service } from '/_atek/assets/place.js';

const STATE_HEADER = 'Atek-Service-State';

/** It wakes the host's long answer, or asks again: somebody may start it elsewhere. */
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

if (comes === 'true') {
  one('hint').textContent = 'This page opens by itself as soon as it is there.';
} else if (mine === 'true') {
  offer();
} else {
  one('hint').textContent = 'Its owner, or an admin, can start it.';
}
look();

/** A page at the address of a service may not manage services; one at the root of the domain may. */
function offer() {
  const path = location.pathname + location.search;
  one('start').href = `${root}/_atek/start?${new URLSearchParams({ service, path })}`;
  one('manage').href = `${root}/service/${encodeURIComponent(service)}/`;
  for (const link of [one('start'), one('manage')]) {
    link.hidden = false;
    // In a frame there is no room for the page of another.
    link.target = window.top === window ? '_self' : '_blank';
  }
}

async function look() {
  for (;;) {
    await new Promise((done) => setTimeout(done, comes === 'true' ? SOON_MS : LATER_MS));
    const now = await stateNow();
    if (now !== state && now !== undefined) {
      location.reload();
      return;
    }
  }
}

/** Empty when the service answers for itself; undefined when nobody knows. */
async function stateNow() {
  if (document.hidden) {
    return undefined;
  }
  try {
    const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store', redirect: 'manual' });
    return answer.headers.get(STATE_HEADER) ?? '';
  } catch {
    return undefined;
  }
}
