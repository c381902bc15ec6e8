/** Codes from an app as a second step of logging in: turning them on and off. */
import { html } from '../lit.js';
import { copy } from '../clipboard.js';
import { ask } from '../dialog.js';
import { users } from '../host.js';
import { told, toast } from '../toast.js';

const OWN_PASSWORD = {
  name: 'password',
  label: 'Your password',
  type: 'password',
  complete: 'current-password',
};

/** @returns {Promise<boolean>} whether they are on now */
export async function startCodes(userKey) {
  let begun;
  const known = await ask({
    title: 'Set up codes',
    body: 'You need an app for codes (an authenticator) on your phone.',
    action: 'Go on',
    fields: [OWN_PASSWORD],
    act: async ({ password }) => {
      begun = await users.beginTotp(userKey, { password });
    },
  });
  return known && enrol(userKey, begun);
}

async function enrol(userKey, begun) {
  let codes;
  const done = await ask({
    title: 'Point your app here',
    body: html`<img class="qr" src=${begun.qr} alt="QR code for your app" width="220" height="220">
      Or type this into it: <code class="long">${begun.secret.match(/.{1,4}/g).join(' ')}</code>`,
    action: 'Turn it on',
    fields: [{ name: 'code', label: 'Code that it shows', complete: 'one-time-code' }],
    act: async ({ code }) => {
      ({ codes } = await users.confirmTotp(userKey, { code }));
    },
  });
  if (done) {
    await show(codes);
  }
  return done;
}

function show(codes) {
  const text = codes.join('\n');
  return ask({
    title: 'Keep these recovery codes',
    body: html`Each of them logs you in once should you lose your phone. Print them or write them
      down: they are not shown again.
      <code class="codes">${text}</code>
      <button type="button" class="link" @click=${() => told(() => copy(text), 'The codes are copied.')}>Copy them</button>`,
    action: 'I have them',
    no: 'Close',
    act: async () => {},
  });
}

/** @returns {Promise<boolean>} whether they are off now */
export async function endCodes(userKey) {
  const done = await ask({
    title: 'Turn codes off?',
    body: 'From then on your password alone logs you in.',
    action: 'Turn off',
    danger: true,
    fields: [OWN_PASSWORD],
    act: (start) => users.resetTotp(userKey, start),
  });
  if (done) {
    toast('Codes are off.');
  }
  return done;
}
