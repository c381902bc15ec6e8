import { submitting } from '/_atek/assets/forms.js';
import { strength } from '/_atek/assets/strength.js';

const code = new URLSearchParams(location.search).get('code');
const form = document.querySelector('#form');
const { username, password, again } = form.elements;

form.hidden = !code;
document.querySelector('#intro').hidden = !code;
document.querySelector('#no-code').hidden = Boolean(code);

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
  const response = await fetch('/_atek/setup', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Atek-Request': '1' },
    body: JSON.stringify({ code, username: values.username, password: values.password }),
  }).catch(() => {
    throw new Error('The server does not answer. Is it running?');
  });
  if (!response.ok) {
    const answer = await response.json().catch(() => ({}));
    throw new Error(answer.message ?? `The server answered with HTTP ${response.status}.`);
  }
  location.replace('/');
});
