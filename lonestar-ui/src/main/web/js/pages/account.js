/** Settings: one's own account. */
import { html } from '../lit.js';
import { fact, settingsTabs } from '../parts.js';
import { changePassword } from './passwords.js';

export function account({ session }) {
  const newPassword = () =>
    changePassword({
      title: 'A new password for you',
      body: 'All your sessions end; you have to log in again.',
      userKey: session.userKey,
    });
  return {
    title: () => 'Your account',
    view: () => html`<div class="wide">
      <h1 tabindex="-1">Settings</h1>
      ${settingsTabs(session)}
      <section class="panel">
        <h2>Your account</h2>
        <dl class="facts">
          ${fact('Username', html`<bdi>${session.username}</bdi>`)}
          ${fact('Role', session.role === 'admin' ? 'Admin' : 'Member')}
          ${fact('Key', html`<code class="long">${session.userKey}</code>`)}
        </dl>
        ${session.role === 'admin'
          ? html`<div class="actions left"><button class="button" @click=${newPassword}>New password</button></div>`
          : html`<p>For a new password, ask an admin.</p>`}
      </section>
    </div>`,
  };
}
