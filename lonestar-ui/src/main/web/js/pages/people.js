/** Settings, for admins: who has an account. */
import { html, nothing } from '../lit.js';
import { ask } from '../dialog.js';
import { users } from '../host.js';
import { icon } from '../icons.js';
import { notice, settingsTabs } from '../parts.js';
import { toast } from '../toast.js';
import { changePassword, PASSWORD } from './passwords.js';

export function people({ session, draw }) {
  let list;
  let problem;

  async function load() {
    try {
      list = (await users.list()).users;
      problem = undefined;
    } catch (e) {
      problem = e.message;
    }
    draw();
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
      load();
    }
  }

  async function remove(user) {
    const done = await ask({
      title: `Delete ${user.username}?`,
      body: 'The account is deleted, and every session of it ends.',
      action: 'Delete',
      danger: true,
      act: () => users.delete(user.key),
    });
    if (done) {
      toast(`${user.username} is deleted.`);
      load();
    }
  }

  load();
  return {
    title: () => 'People',
    view: () => html`<div class="wide">
      <h1 tabindex="-1">Settings</h1>
      ${settingsTabs(session)}
      <div class="head-row">
        <h2>People</h2>
        <button class="button main" @click=${add}>${icon('plus')}Add a person</button>
      </div>
      ${problem ? notice('bad', problem) : nothing}
      ${list ? html`<ul class="panel people">${list.map((user) => person(user, session, remove))}</ul>` : nothing}
    </div>`,
  };
}

function person(user, session, remove) {
  const self = user.key === session.userKey;
  const newPassword = () =>
    changePassword({
      title: `New password for ${user.username}`,
      body: 'Every session of this account ends; it has to log in again.',
      userKey: user.key,
    });
  return html`<li>
    <span class="avatar" aria-hidden="true">${[...user.username][0].toLocaleUpperCase()}</span>
    <p><b><bdi>${user.username}</bdi></b>
      <small>${user.role === 'admin' ? 'Admin' : 'Member'}${self ? ', you' : ''}</small></p>
    <button class="button" @click=${newPassword} aria-label=${`New password for ${user.username}`}>New password</button>
    ${self
      ? html`<span class="gap"></span>`
      : html`<button class="icon-button danger" aria-label=${`Delete ${user.username}`} title="Delete"
          @click=${() => remove(user)}>${icon('remove')}</button>`}
  </li>`;
}
