/** The header of every page: the way home, the search, the apps, the person. */
import { html, nothing, render } from './lit.js';
import { sessions, toLogin } from './host.js';
import { face, icon } from './icons.js';
import { askedStrip } from './permissions.js';
import { search } from './search.js';
import { isForPeople, isRunning, isThere, isUnconfined, linkOf, nameOf, pageOf } from './service.js';
import { told } from './toast.js';
import { listed } from './words.js';

export function shell({ session, watch }) {
  const root = document.querySelector('#header');
  const finder = search({ root, draw, entries: () => entries(session, watch.list ?? []) });

  function draw() {
    render(
      html`
        <a class="home" href="/" aria-label="Lonestar, home">
          <img src="/img/star.svg" alt="" width="36" height="36"><span>Lonestar</span>
        </a>
        ${finder.view()}
        <button class="round" popovertarget="apps" aria-label="Services">${icon('apps')}</button>
        ${appsMenu(watch.list ?? [])}
        <button class="round avatar" popovertarget="person" aria-label=${`You, ${session.username}`}>
          ${[...session.username][0].toLocaleUpperCase()}
        </button>
        ${personMenu(session)}
      `,
      root,
    );
    render([askedStrip(watch.requests), strip(watch.list ?? [])], document.querySelector('#strip'));
  }

  return { draw, close: () => closeMenus(root) };
}

function entries(session, list) {
  const services = list.filter(isForPeople).map((info) => ({
    name: nameOf(info),
    hint: isThere(info) ? 'Service' : 'Service, not running',
    href: linkOf(info),
    face: face(info),
  }));
  const pages = [
    ['Install a service', '/install', 'plus'],
    ['Settings', '/settings', 'settings'],
    ...(session.role === 'admin' ? [['People', '/settings/people', 'person']] : []),
    ['Your account', '/settings/account', 'person'],
    ['Activity', '/settings/activity', 'settings'],
  ].map(([name, href, drawing]) => ({
    name,
    hint: 'Page',
    href,
    face: html`<span class="face plain" aria-hidden="true">${icon(drawing)}</span>`,
  }));
  return [...services, ...pages];
}

/** The start page says it at length; every other page says it in a line. */
function strip(list) {
  const open = list.filter(isUnconfined);
  if (open.length === 0 || location.pathname === '/') {
    return nothing;
  }
  return html`<p class="strip">
    <bdi>${listed(open.map(nameOf))}</bdi> ${open.length === 1 ? 'runs' : 'run'} without a sandbox.
    <a href=${pageOf(open[0].settings.id)}>See details</a>
  </p>`;
}

function appsMenu(list) {
  const running = list.filter((info) => isForPeople(info) && isRunning(info));
  return html`<nav id="apps" class="menu apps" popover aria-label="Services" @keydown=${arrows}>
    ${running.map((info, i) => html`<a href=${linkOf(info)} ?autofocus=${i === 0}>${face(info)}<bdi>${nameOf(info)}</bdi></a>`)}
    <a href="/install" ?autofocus=${running.length === 0}><span class="face plain" aria-hidden="true">${icon('plus')}</span>Install</a>
  </nav>`;
}

function personMenu(session) {
  return html`<nav id="person" class="menu person" popover aria-label="You" @keydown=${arrows}>
    <p><b><bdi>${session.username}</bdi></b>${session.role === 'admin' ? 'Admin' : 'Member'}</p>
    <a href="/settings/account" autofocus>${icon('person')}Your account</a>
    <a href="/settings">${icon('settings')}Settings</a>
    <button @click=${leave}>${icon('leave')}Log out</button>
  </nav>`;
}

async function leave() {
  if (await told(() => sessions.logout())) {
    toLogin(false);
  }
}

function arrows(event) {
  const items = [...event.currentTarget.querySelectorAll('a, button')];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: -1 };
  if (event.key in to) {
    event.preventDefault();
    items.at(to[event.key] % items.length).focus();
  }
}

function closeMenus(root) {
  root.querySelectorAll(':popover-open').forEach((menu) => menu.hidePopover());
}
