import create from '/_atek/js/rpc.js';
import { submitting } from '/_atek/assets/forms.js';

/**
 * Offers the second step to who just made an account, and goes to the start page.
 *
 * @param {{password: string}} own what he chose a moment ago, so that he need not type it again
 */
export async function offerSecondStep({ password }) {
  const users = create('atek.cloud/users-api');
  const sessions = create('atek.cloud/user-sessions-api');
  const part = (name) => document.querySelector(`#${name}`);

  function show(name) {
    for (const other of ['account', 'offer', 'enrol', 'codes']) {
      part(other).hidden = other !== name;
    }
    part(name).querySelector('h1').focus();
  }

  let userKey;
  submitting(part('begin'), async () => {
    ({ userKey } = await sessions.whoami());
    const { secret, qr } = await users.beginTotp(userKey, { password });
    part('qr').src = qr;
    part('secret').textContent = secret.match(/.{1,4}/g).join(' ');
    show('enrol');
    part('code').focus();
  });
  submitting(part('confirm'), async ({ code }) => {
    const { codes } = await users.confirmTotp(userKey, { code });
    part('list').replaceChildren(
      ...codes.map((one) => Object.assign(document.createElement('li'), { textContent: one })),
    );
    show('codes');
  });
  show('offer');
}
