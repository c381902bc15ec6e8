/** All databases, by their owners. */
import { ask, html, icon, nothing, plain } from '../look.js';
import { adb, services, users } from '../api.js';
import { link, nameOf, shortId, time } from '../words.js';
import { accessFields } from './access.js';

/** With fewer there is nothing to look for. */
const FILTER_FROM = 8;

export function databases({ session, draw }) {
  const admin = session.role === 'admin';
  /** @type {{key: string, title: string, list?: any[], problem?: string}[]} */
  const groups = [{ key: session.userKey, title: 'Your databases' }];
  let names = new Map();
  let typed = '';

  const load = (group) =>
    adb.adminListDbsByOwningUser(group.key).then(
      (list) => {
        group.list = list;
        draw();
      },
      (e) => {
        group.problem = e.message;
        draw();
      },
    );

  async function loadAll() {
    load(groups[0]);
    services.list().then((answer) => {
      names = new Map(answer.services.map((one) => [one.key, plain(one.settings.manifest?.name) || one.settings.id]));
      draw();
    }, () => {}); // Without it a service is shown by its key.
    if (!admin) {
      return;
    }
    const others = (await users.list().catch(() => ({ users: [] }))).users;
    for (const user of others.filter(({ key }) => key !== session.userKey)) {
      groups.push({ key: user.key, title: `Databases of ${user.username}` });
    }
    groups.push({ key: 'system', title: 'Databases of the server' });
    groups.slice(1).forEach(load);
  }

  loadAll();
  const create = () => newDatabase();
  return {
    title: 'Databases',
    keys: [
      { key: 'n', says: 'New database', act: create },
      { key: '/', says: 'Find a database', act: () => document.querySelector('#filter')?.focus() },
    ],
    view: () => {
      const all = groups.flatMap((group) => group.list ?? []);
      return html`<div class="head-row"><h1 tabindex="-1">Databases</h1>
          <button class="button main" @click=${create}>${icon('plus')}New database</button></div>
        ${all.length < FILTER_FROM && !typed
          ? nothing
          : html`<label class="field narrow"><span>Find</span><input id="filter" type="search" autocomplete="off"
              placeholder="Name, service or id" .value=${typed}
              @input=${(e) => {
                typed = e.target.value;
                draw();
              }}></label>`}
        ${groups.map((group) => section(group, names, typed.trim().toLowerCase()))}`;
    },
  };
}

function section({ title, list, problem }, names, typed) {
  const shown = list?.filter((db) => `${db.alias} ${db.dbId} ${service(db, names)}`.toLowerCase().includes(typed));
  if (typed && shown?.length === 0) {
    return nothing;
  }
  return html`<section class="group">
    <h2>${title}</h2>
    ${problem ? html`<p class="notice bad" role="alert">${problem}</p>` : nothing}
    ${shown
      ? shown.length > 0
        ? html`<ul class="rows panel">${shown.map((db) => row(db, names))}</ul>`
        : html`<p class="panel soft">There are none.</p>`
      : problem
        ? nothing
        : html`<p class="panel soft" role="status">Asking…</p>`}
  </section>`;
}

function row(db, names) {
  const head = html`<b><bdi>${db.isServerDb ? 'Server database' : nameOf(db)}</bdi></b>
    <small>${db.isServerDb
      ? 'Users, passwords and services. Only Atek itself reads it.'
      : html`${db.alias ? html`<code>${shortId(db.dbId)}</code> · ` : nothing}<bdi>${service(db, names)}</bdi>
          · ${time(db.createdAt)}`}</small>`;
  return html`<li>
    ${db.isServerDb
      ? html`<div class="row">${head}</div>`
      : html`<a class="row" data-row href=${link(db.dbId, 'records')}>${head}</a>`}
    <span class="badge ${db.access}">${db.isServerDb ? 'Server' : db.access === 'public' ? 'Public' : 'Private'}</span>
  </li>`;
}

const service = (db, names) =>
  db.owner?.serviceKey === 'core.adb' ? 'made on this page' : (names.get(db.owner?.serviceKey) ?? db.owner?.serviceKey ?? '');

function newDatabase() {
  const config = { alias: '', access: 'private' };
  ask({
    title: 'New database',
    body: accessFields(config),
    action: 'Create',
    act: async () => {
      const made = await adb.dbCreate({ access: config.access, ...(config.alias ? { alias: config.alias } : {}) });
      location.assign(link(made.dbId, 'records'));
    },
  });
}
