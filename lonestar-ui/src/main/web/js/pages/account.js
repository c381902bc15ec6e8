/** Settings: one's own account: password, codes, and where one is logged in. */
import { html, nothing } from '../lit.js';
import { ask } from '../dialog.js';
import { sessions, users } from '../host.js';
import { fact, notice, settingsTabs } from '../parts.js';
import { told } from '../toast.js';
import { ago } from '../words.js';
import { changeOwnPassword } from './passwords.js';
import { endCodes, startCodes } from './codes.js';

export function account({ session, draw }) {
  let own;
  let devices;
  let problem;

  async function load() {
    try {
      [own, { sessions: devices }] = await Promise.all([
        users.get(session.userKey),
        sessions.list(),
      ]);
      problem = undefined;
    } catch (e) {
      problem = e.message;
    }
    draw();
  }

  const after = (change) => async () => {
    if (await change(session.userKey)) {
      await load();
    }
  };

  async function logOut(device) {
    if (await told(() => sessions.revoke(device.id), `${device.device} is logged out.`)) {
      await load();
    }
  }

  async function logOutOthers() {
    const done = await ask({
      title: 'Log out everywhere else?',
      body: 'Every other browser and phone has to log in again.',
      action: 'Log out',
      act: () => sessions.revoke('others'),
    });
    if (done) {
      await load();
    }
  }

  load();
  return {
    title: () => 'Your account',
    view: () => html`<div class="wide">
      <h1 tabindex="-1">Settings</h1>
      ${settingsTabs(session)} ${problem ? notice('bad', problem) : nothing}
      <section class="panel">
        <h2>Your account</h2>
        <dl class="facts">
          ${fact('Username', html`<bdi>${session.username}</bdi>`)}
          ${fact('Role', session.role === 'admin' ? 'Admin' : 'Member')}
          ${fact('Key', html`<code class="long">${session.userKey}</code>`)}
        </dl>
        <div class="actions left">
          <button class="button" @click=${after(changeOwnPassword)}>New password</button>
        </div>
      </section>
      ${own ? codesPanel(own, after) : nothing}
      ${devices ? devicesPanel(devices, logOut, logOutOthers) : nothing}
    </div>`,
  };
}

function codesPanel(own, after) {
  return html`<section class="panel" id="codes">
    <h2>Codes from an app</h2>
    ${own.totp
      ? html`<p>On: a login wants a code from your app as well as your password.</p>
          <div class="actions left"><button class="button" @click=${after(endCodes)}>Turn codes off</button></div>`
      : html`<p>Off. With codes from an app on your phone, your password alone lets nobody in.</p>
          <div class="actions left"><button class="button" @click=${after(startCodes)}>Set up codes</button></div>`}
  </section>`;
}

function devicesPanel(devices, logOut, logOutOthers) {
  const others = devices.filter((device) => !device.current);
  return html`<section class="panel" id="devices">
    <h2>Where you are logged in</h2>
    <ul class="people devices">
      ${devices.map((device) => html`<li>
        <p><b><bdi>${device.device}</bdi></b>
          <small>${device.current ? 'This browser' : `Last used ${ago(device.lastSeenAt)}`}, logged in ${ago(device.createdAt)}</small></p>
        ${device.current
          ? nothing
          : html`<button class="button" aria-label=${`Log out ${device.device}`} @click=${() => logOut(device)}>Log out</button>`}
      </li>`)}
    </ul>
    ${others.length > 0
      ? html`<div class="actions left"><button class="button" @click=${logOutOthers}>Log out everywhere else</button></div>`
      : nothing}
  </section>`;
}
