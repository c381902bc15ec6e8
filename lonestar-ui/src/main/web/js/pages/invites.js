/** Invites: links by which people make their own accounts. */
import { html } from '../lit.js';
import { copy } from '../clipboard.js';
import { ask } from '../dialog.js';
import { users } from '../host.js';
import { icon } from '../icons.js';
import { told, toast } from '../toast.js';

/** @returns {Promise<boolean>} whether there is a new link */
export async function invite() {
  let made;
  const done = await ask({
    title: 'Invite a person',
    body: 'You get a link that makes one account. It is good for two days.',
    action: 'Make the link',
    fields: [{ name: 'admin', label: 'Admin: installs for everyone, manages people', type: 'checkbox' }],
    act: async ({ admin }) => {
      made = await users.invite({ role: admin ? 'admin' : undefined, at: location.origin });
    },
  });
  if (done) {
    await show(made);
  }
  return done;
}

function show({ url, qr }) {
  return ask({
    title: 'Send this link',
    body: html`Whoever opens it first makes the account. It is not shown again.
      <img class="qr" src=${qr} alt="QR code of the link" width="220" height="220">
      <code class="long" id="link">${url}</code>
      <button type="button" class="link" @click=${() => told(() => copy(url), 'The link is copied.')}>Copy it</button>`,
    action: 'Done',
    no: 'Close',
    act: async () => {},
  });
}

export function inviteRow(one, ago, after) {
  const end = async () => {
    const ended = await ask({
      title: 'End this invite?',
      body: 'The link is good for nothing from then on.',
      action: 'End it',
      danger: true,
      act: () => users.uninvite(one.id),
    });
    if (ended) {
      toast('The invite is ended.');
    }
    return ended;
  };
  const name = one.username ?? 'Somebody';
  return html`<li>
    <p><b><bdi>${name}</bdi></b>
      <small>${one.role === 'admin' ? 'Admin' : 'Member'}, invited by <bdi>${one.by}</bdi> ${ago(one.createdAt)}, ends ${ago(one.expiresAt)}</small></p>
    <button class="icon-button danger" aria-label=${`End the invite of ${name}`} title="End it"
      @click=${after(end)}>${icon('remove')}</button>
  </li>`;
}
