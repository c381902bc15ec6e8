/** Pieces that several pages show. */
import { html, nothing } from './lit.js';
import { face, icon } from './icons.js';
import { isUnconfined, mayManage, nameOf, pageOf, stateOf } from './service.js';
import { listed, stateWord } from './words.js';

export function stateBadge(info) {
  const state = stateOf(info);
  return html`<span class="state ${state}">${stateWord(state)}</span>`;
}

export function notice(kind, content) {
  return html`<div class="notice ${kind}">${kind === 'good' ? nothing : icon('warn')}<div>${content}</div></div>`;
}

/** A warning while any process runs without a sandbox. */
export function unconfinedNotice(list) {
  const open = list.filter(isUnconfined);
  if (open.length === 0) {
    return nothing;
  }
  const names = listed(open.map(nameOf));
  return notice('warn', html`<b>Running without a sandbox: <bdi>${names}</bdi>.</b>
    Nothing keeps ${open.length === 1 ? 'it' : 'them'} from reading and changing what this server
    can. On the server, <code>atek doctor</code> says what is missing.
    <a href=${pageOf(open[0].settings.id)}>See details</a>`);
}

/** What to show while the list is not there. */
export function waiting(watch) {
  return watch.problem
    ? notice('bad', html`${watch.problem}
        <button class="link" @click=${() => watch.refresh()}>Try again</button>`)
    : html`<p class="loading" role="status">Asking the server…</p>`;
}

/** Says that what is shown may be old. */
export function stale(watch) {
  return watch.problem && watch.list ? waiting(watch) : nothing;
}

/** The head of a page about one service. */
export function serviceHead(info, extra) {
  return html`<header class="service-head">
    ${face(info)}
    <div>
      <h1 tabindex="-1"><bdi>${nameOf(info)}</bdi></h1>
      <p>${stateBadge(info)}${named(info)}${info.reason ? html` <bdi class="reason">${info.reason}</bdi>` : nothing}</p>
    </div>
    ${extra ?? nothing}
  </header>`;
}

/** What its owner calls it: unlike its own name, no other service has that. */
function named(info) {
  const { id } = info.settings;
  return nameOf(info) === id ? nothing : html` <code>${id}</code>`;
}

/** @param {[label: string, href: string][]} links */
export function tabs(label, links) {
  const here = location.pathname.replace(/\/$/, '');
  return html`<nav class="tabs" aria-label=${label}>
    ${links.map(([name, href]) => html`<a href=${href}
        aria-current=${href.replace(/\/$/, '') === here ? 'page' : nothing}>${name}</a>`)}
  </nav>`;
}

export function settingsTabs(session) {
  const admin = session.role === 'admin';
  return tabs('Settings', [
    ['Services', '/settings'],
    ...(admin ? [['People', '/settings/people']] : []),
    ['Account', '/settings/account'],
    ['Activity', '/settings/activity'],
    ...(admin ? [['About', '/settings/about']] : []),
  ]);
}

export function serviceTabs(id) {
  return tabs('Service', [
    ['Overview', pageOf(id)],
    ['Permissions', `${pageOf(id)}permissions`],
    ['Variables', `${pageOf(id)}variables`],
    ['Logs', `${pageOf(id)}logs`],
  ]);
}

/** Finds the service of a path, or says what to show in its place. */
export function withService(watch, id, view) {
  const info = watch.list?.find((one) => one.settings.id === id);
  if (info) {
    return view(info);
  }
  return html`<div class="column">
    ${watch.list
      ? html`<h1 tabindex="-1">No service “${id}”</h1>
          <p>It was renamed or uninstalled, or it belongs to somebody else.</p>
          <p><a class="button main" href="/">Back to your services</a></p>`
      : html`<h1 tabindex="-1">${id}</h1>${waiting(watch)}`}
  </div>`;
}

/** The same for a page that is only for those who may change the service. */
export function withManaged({ watch, session }, id, view) {
  return withService(watch, id, (info) =>
    mayManage(session, info)
      ? view(info)
      : html`<div class="column">${serviceHead(info)} ${notice('warn', 'Only an admin can see this page.')}</div>`);
}

/** A line of a list of facts; nothing when there is nothing to say. */
export function fact(name, value) {
  return value ? html`<div><dt>${name}</dt><dd>${value}</dd></div>` : nothing;
}
