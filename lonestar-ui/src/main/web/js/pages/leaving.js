/** The end of an account: what belongs to it is shown first, and can be taken along. */
import { html, nothing } from '../lit.js';
import { ask } from '../dialog.js';
import { users } from '../host.js';
import { toast } from '../toast.js';
import { count, listed, size } from '../words.js';

const REMOVE = {
  name: 'remove',
  label: 'Remove all of it for good. Otherwise it becomes yours',
  type: 'checkbox',
};

/** @returns {Promise<boolean>} whether the account is gone */
export async function leave(user) {
  let has;
  try {
    has = await users.belongings(user.key);
  } catch (e) {
    toast(e.message, 'bad');
    return false;
  }
  const empty = has.services.length + has.databases.length === 0;
  const done = await ask({
    title: `Delete ${user.username}?`,
    body: empty
      ? 'The account is deleted, and every session of it ends. Nothing else belongs to it.'
      : html`The account is deleted, and every session of it ends. ${owned(has)}`,
    action: 'Delete',
    danger: true,
    fields: empty ? [] : [REMOVE],
    act: ({ remove }) => users.delete(user.key, { services: remove ? 'remove' : 'keep' }),
  });
  if (done) {
    toast(`${user.username} is deleted.`);
  }
  return done;
}

function owned({ services, databases, bytes, export: href }) {
  const names = services.map(({ id }) => id);
  return html`To it belong:
    <span class="owned">
      ${services.length > 0
        ? html`<span>${count(services.length, 'service')}: <bdi>${listed(names)}</bdi></span>`
        : nothing}
      ${databases.length > 0 ? html`<span>${count(databases.length, 'database')}</span>` : nothing}
      <span>${size(bytes)} on disk</span>
      <a class="button" href=${href} download>Export all of it</a>
    </span>`;
}
