/** Settings, for admins: who has an account, and who is invited. */
import { html, nothing } from '../lit.js';
import { ask } from '../dialog.js';
import { sessions, users } from '../host.js';
import { icon } from '../icons.js';
import { notice, settingsTabs } from '../parts.js';
import { toast } from '../toast.js';
import { ago } from '../words.js';
import { invite, inviteRow } from './invites.js';
import { leave } from './leaving.js';
import { changePassword, PASSWORD } from './passwords.js';

export function people({ session, draw }) {
  let list;
  let invites = [];
  let open;
  let problem;

  async function load() {
    try {
      [{ users: list }, { invites }] = await Promise.all([users.list(), users.invites()]);
      problem = undefined;
    } catch (e) {
      problem = e.message;
    }
    draw();
  }

  const after = (change) => async () => {
    if (await change()) {
      await load();
    }
  };

  function toggle(user) {
    open = open === user.key ? undefined : user.key;
    draw();
  }

  load();
  return {
    title: () => 'People',
    view: () => html`<div class="wide">
      <h1 tabindex="-1">Settings</h1>
      ${settingsTabs(session)}
      <div class="head-row">
        <h2>People</h2>
        <div class="actions">
          <button class="button" @click=${after(add)}>${icon('plus')}Add a person</button>
          <button class="button main" @click=${after(invite)}>${icon('person')}Invite</button>
        </div>
      </div>
      ${problem ? notice('bad', problem) : nothing}
      ${list
        ? html`<ul class="panel people">
            ${list.map((user) => person(user, { session, after, open: open === user.key, toggle }))}
          </ul>`
        : nothing}
      ${invites.length > 0
        ? html`<h2>Open invites</h2>
            <ul class="panel people">${invites.map((one) => inviteRow(one, ago, after))}</ul>`
        : nothing}
    </div>`,
  };
}

async function add() {
  let name;
  const done = await ask({
    title: 'Add a person',
    action: 'Add',
    fields: [
      { name: 'username', label: 'Username', least: 3 },
      PASSWORD,
      { name: 'admin', label: 'Admin: installs for everyone, manages people', type: 'checkbox' },
    ],
    act: ({ username, password, admin }) => {
      name = username;
      return users.create({ username, password, role: admin ? 'admin' : undefined });
    },
  });
  if (done) {
    toast(`${name} is added.`);
  }
  return done;
}

function person(user, { session, after, open, toggle }) {
  const self = user.key === session.userKey;
  const words = [
    user.role === 'admin' ? 'Admin' : 'Member',
    ...(self ? ['you'] : []),
    ...(user.totp ? ['codes on'] : []),
  ];
  return html`<li>
    <span class="avatar" aria-hidden="true">${[...user.username][0].toLocaleUpperCase()}</span>
    <p><b><bdi>${user.username}</bdi></b> <small>${words.join(', ')}</small></p>
    ${self
      ? html`<a class="button" href="/settings/account">Your account</a><span class="gap"></span>`
      : html`<button class="button" aria-expanded=${open} aria-label=${`Manage ${user.username}`}
            @click=${() => toggle(user)}>Manage</button>
          <button class="icon-button danger" aria-label=${`Delete ${user.username}`} title="Delete"
            @click=${after(() => leave(user))}>${icon('remove')}</button>`}
    ${open && !self ? actions(user, after) : nothing}
  </li>`;
}

function actions(user, after) {
  const admin = user.role === 'admin';
  return html`<div class="actions left more">
    <button class="button" @click=${after(() => changePassword(user))}>New password</button>
    <button class="button" @click=${after(() => role(user, !admin))}>${admin ? 'Make a member' : 'Make an admin'}</button>
    <button class="button" @click=${after(() => logOut(user))}>Log out everywhere</button>
    ${user.totp ? html`<button class="button" @click=${after(() => resetCodes(user))}>Turn codes off</button>` : nothing}
  </div>`;
}

function role(user, admin) {
  return ask({
    title: admin ? `Make ${user.username} an admin?` : `Make ${user.username} a member?`,
    body: admin
      ? 'Admins install for everyone, see all services and databases, and manage people.'
      : 'Members see only what is theirs and what was installed for everyone.',
    action: admin ? 'Make an admin' : 'Make a member',
    act: () => users.update(user.key, { role: admin ? 'admin' : '' }),
  });
}

function logOut(user) {
  return ask({
    title: `Log ${user.username} out everywhere?`,
    body: 'Every browser and phone of this account has to log in again.',
    action: 'Log out',
    act: () => sessions.revoke('all', user.key),
  });
}

function resetCodes(user) {
  return ask({
    title: `Turn codes off for ${user.username}?`,
    body: 'For somebody who lost his phone: from then on his password alone logs him in.',
    action: 'Turn off',
    danger: true,
    act: () => users.resetTotp(user.key),
  });
}
