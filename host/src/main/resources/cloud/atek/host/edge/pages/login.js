import create from '/_atek/js/rpc.js';
import { samePlace, submitting } from '/_atek/assets/forms.js';

/** What the host answers when name and password are right and a code is wanted too. */
const CODE_WANTED = -32020;

const sessions = create('atek.cloud/user-sessions-api');
const query = new URLSearchParams(location.search);
const form = document.querySelector('#form');
const step = document.querySelector('#step');
let known;

document.querySelector('#place').textContent = `to your cloud at ${location.host}`;
document.querySelector('#ended').hidden = query.get('ended') !== '1';

async function logIn(credentials) {
  await sessions.login(credentials);
  location.replace(samePlace(query.get('redirect')));
}

function show(shown, field) {
  form.hidden = shown !== form;
  step.hidden = shown !== step;
  document.querySelector('h1').textContent = shown === step ? 'One more step' : 'Log in';
  document.querySelector(field).focus();
}

submitting(form, async ({ username, password }) => {
  try {
    await logIn({ username, password });
  } catch (e) {
    if (e.code === CODE_WANTED) {
      known = { username, password };
      show(step, '#code');
      return;
    }
    document.querySelector('#password').select();
    throw e;
  }
});

submitting(step, async ({ code }) => {
  try {
    await logIn({ ...known, code });
  } catch (e) {
    document.querySelector('#code').select();
    throw e;
  }
});

document.querySelector('#back').addEventListener('click', () => {
  known = undefined;
  form.reset();
  step.reset();
  show(form, '#username');
});
