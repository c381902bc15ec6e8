/** Settings: all services, the parts of Atek among them. */
import { html, nothing } from '../lit.js';
import { users } from '../host.js';
import { face, icon } from '../icons.js';
import { settingsTabs, stale, stateBadge, waiting } from '../parts.js';
import { nameOf, pageOf } from '../service.js';
import { updateMark } from '../updates.js';
import { versionWord } from '../words.js';

export function serviceList({ session, watch, draw }) {
  let people = [];
  if (session.role === 'admin') {
    users.list().then(
      (answer) => {
        people = answer.users;
        draw();
      },
      () => {}, // Without it the owners are shown by key.
    );
  }

  function owner({ settings: { owningUserKey: key } }) {
    if (key === 'system') {
      return 'Everyone';
    }
    return key === session.userKey ? 'You' : (people.find((user) => user.key === key)?.username ?? key);
  }

  return {
    title: () => 'Settings',
    view: () => html`<div class="wide">
      <h1 tabindex="-1">Settings</h1>
      ${settingsTabs(session)} ${stale(watch)}
      ${watch.list ? lists(watch.list, owner) : waiting(watch)}
    </div>`,
  };
}

function lists(list, owner) {
  const installed = list.filter((info) => !info.core);
  const core = list.filter((info) => info.core);
  return html`<div class="head-row">
      <h2>Services</h2>
      <a class="button main" href="/install">${icon('plus')}Install</a>
    </div>
    ${installed.length > 0 ? table('Services', installed, owner) : html`<p class="panel">Nothing is installed yet.</p>`}
    ${core.length > 0 ? html`<h2>Parts of Atek</h2>${table('Parts of Atek', core, owner)}` : nothing}`;
}

// The roles are said aloud, for on a phone the rows are cards, and a table without its display
// is no longer a table to a screen reader.
function table(label, list, owner) {
  return html`<table class="panel list" role="table" aria-label=${label}>
    <thead role="rowgroup">
      <tr role="row">
        ${['Name', 'State', 'Version', 'Owner'].map((name) => html`<th role="columnheader" scope="col">${name}</th>`)}
        <th role="columnheader" scope="col"><span class="unseen">Manage</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup">${list.map((info) => row(info, owner))}</tbody>
  </table>`;
}

function row(info, owner) {
  const name = nameOf(info);
  const { id } = info.settings;
  return html`<tr role="row">
    <th role="rowheader" scope="row">
      <a class="named" href=${pageOf(id)}>${face(info)}
        <span><bdi>${name}</bdi>${name === id ? nothing : html`<small>${id}</small>`}</span></a>
    </th>
    <td role="cell">${stateBadge(info)}</td>
    <td role="cell" data-label="Version"><span>${versionWord(info) || '–'} ${updateMark(info)}</span></td>
    <td role="cell" data-label="Owner"><bdi>${owner(info)}</bdi></td>
    <td role="cell" class="end"><a class="icon-button" href=${pageOf(id)} aria-label=${`Manage ${name}`} title="Manage">${icon('settings')}</a></td>
  </tr>`;
}
