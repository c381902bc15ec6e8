import create from '/_atek/js/rpc.js';
import { arming } from '/_atek/assets/arming.js';
import { samePlace } from '/_atek/assets/forms.js';

const MINUTE_MS = 60_000;

/** How long each answer is good; what is missing is good for ever. */
const SPANS_MS = { once: 10 * MINUTE_MS, day: 24 * 60 * MINUTE_MS };

const permissions = create('atek.cloud/permissions-api');
const { request, pick, back } = document.querySelector('main').dataset;
const one = (id) => document.querySelector(`#${id}`);
const form = one('form');
const buttons = [one('deny'), one('allow')];
let busy = false;

one('choices').hidden = !pick;
one('back').href = samePlace(back);
one('deny').addEventListener('click', () => answer(() => ({ allow: false })));
one('allow').addEventListener('click', () => answer(allowed));
one('new')?.addEventListener('input', () => (form.querySelector('[name=choice][value=""]').checked = true));
// The answer is given by a button alone, and never by the Enter key in a field.
form.addEventListener('submit', (event) => event.preventDefault());
arming(buttons);

function allowed() {
  const { choice, span } = Object.fromEntries(new FormData(form));
  const lasts = SPANS_MS[span];
  const expires = lasts ? new Date(Date.now() + lasts).toISOString() : undefined;
  if (!pick) {
    return { allow: true, expires };
  }
  const picked = choice === '' ? one('new').value.trim() : choice;
  if (!picked) {
    throw new Error(choice === '' ? 'Give the new folder a name first.' : 'Pick one first.');
  }
  return { allow: true, choice: picked, expires };
}

async function answer(decision) {
  if (busy) {
    return;
  }
  busy = true;
  const problem = form.querySelector('.problem');
  problem.hidden = true;
  try {
    const decided = decision();
    await permissions.decide(request, decided);
    await show(decided.allow);
  } catch (e) {
    problem.textContent = e.message;
    problem.hidden = false;
  } finally {
    busy = false;
  }
}

async function show(yes) {
  const id = document.querySelector('h1 bdi').textContent;
  const more = await permissions.requests().catch(() => []);
  one('question').hidden = true;
  one('answered').hidden = false;
  one('outcome').textContent = yes ? 'Allowed' : 'Not allowed';
  one('after').textContent = yes
    ? `You can take it back at any time on the page of ${id}.`
    : `${id} goes on without it.`;
  if (more.length > 0) {
    one('back').textContent = 'See what else is asked';
    one('back').href = `/_atek/permissions?${new URLSearchParams({ back: samePlace(back) })}`;
  }
  one('outcome').focus();
}
