import create from '/_atek/js/rpc.js';
import { samePlace, submitting } from '/_atek/assets/forms.js';

const sessions = create('atek.cloud/user-sessions-api');

document.querySelector('#place').textContent = `to your cloud at ${location.host}`;

submitting(document.querySelector('#form'), async ({ username, password }) => {
  try {
    await sessions.login({ username, password });
  } catch (e) {
    document.querySelector('#password').select();
    throw e;
  }
  location.replace(samePlace(new URLSearchParams(location.search).get('redirect')));
});
