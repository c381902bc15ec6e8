import { submitting } from '/_atek/assets/forms.js';
import { strength } from '/_atek/assets/strength.js';

/**
 * The form of who gets a new account, by a link that is good once.
 *
 * @param {string} address where it is sent to
 * @param {() => void} done called when the account is there and its owner is logged in
 */
export function newcomer(address, done) {
  const code = new URLSearchParams(location.search).get('code');
  const form = document.querySelector('#form');
  const { username, password, again } = form.elements;

  function judge() {
    const { score, hint } = strength(password.value, username.value);
    document.querySelector('#meter').value = score;
    document.querySelector('#strength').textContent = hint;
  }
  password.addEventListener('input', judge);
  username.addEventListener('input', judge);

  submitting(form, async (values) => {
    if (values.password !== values.again) {
      again.select();
      throw new Error('The two passwords are not the same.');
    }
    await send(address, { code, username: values.username, password: values.password });
    // The code is used up: a copy of this address is good for nothing and says nothing.
    history.replaceState(null, '', location.pathname);
    done({ username: values.username, password: values.password });
  });
}

async function send(address, body) {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Atek-Request': '1' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Error('The server does not answer. Is it running?');
  });
  if (!response.ok) {
    const answer = await response.json().catch(() => ({}));
    throw new Error(answer.message ?? `The server answered with HTTP ${response.status}.`);
  }
}
