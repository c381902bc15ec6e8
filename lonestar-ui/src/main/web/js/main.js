/** Boot: who is here, then the header, then the page of the path. */
import { html, render } from './lit.js';
import { sessions, toLogin } from './host.js';
import { match, onMove } from './router.js';
import { shell } from './shell.js';
import { watchServices } from './watch.js';
import { about } from './pages/about.js';
import { account } from './pages/account.js';
import { activity } from './pages/activity.js';
import { allow } from './pages/allow.js';
import { app } from './pages/app.js';
import { install } from './pages/install.js';
import { launcher } from './pages/launcher.js';
import { logs } from './pages/logs.js';
import { notFound } from './pages/not-found.js';
import { overview } from './pages/overview.js';
import { people } from './pages/people.js';
import { permissionsPage } from './pages/permissions.js';
import { serviceList } from './pages/service-list.js';
import { variables } from './pages/variables.js';

/**
 * A page is made anew at every visit.
 *
 * @typedef {object} Page
 * @property {() => string} title
 * @property {() => any} view a template; asked again whenever something changed
 * @property {() => void} [close] ends what the page has under way
 *
 * @typedef {object} Place what a page is made with
 * @property {any} session who is here
 * @property {import('./watch.js').Watch} watch
 * @property {Record<string, string>} params of the path
 * @property {() => void} draw shows what changed
 */

const ROUTES = [
  ['/', launcher],
  ['/app/:id', app],
  ['/install', install],
  ['/service/:id', overview],
  ['/service/:id/allow', allow],
  ['/service/:id/permissions', permissionsPage],
  ['/service/:id/variables', variables],
  ['/service/:id/logs', logs],
  ['/settings', serviceList],
  ['/settings/account', account],
  ['/settings/activity', activity],
];

const ADMIN_ROUTES = [
  ['/settings/people', people],
  ['/settings/about', about],
];

const outlet = document.querySelector('#main');
const session = await sessions.whoami().catch((e) => ({ problem: e.message }));

if (session.problem) {
  render(html`<div class="column"><h1>No answer</h1><p>${session.problem}</p></div>`, outlet);
} else if (session.isActive) {
  start();
} else {
  toLogin(false);
}

function start() {
  const routes = session.role === 'admin' ? [...ROUTES, ...ADMIN_ROUTES] : ROUTES;
  const watch = watchServices(draw);
  const header = shell({ session, watch });
  let page;
  let room;

  function draw() {
    header.draw();
    if (page) {
      document.title = `${page.title()} · Lonestar`;
      render(page.view(), room);
    }
  }

  function show(path) {
    page?.close?.();
    const found = match(routes, path) ?? { page: notFound, params: {} };
    // A room of its own for every visit: nothing of the old page can stay behind in it.
    room = document.createElement('div');
    room.className = 'room';
    page = found.page({ session, watch, params: found.params, draw });
    outlet.replaceChildren(room);
    draw();
  }

  show(location.pathname);
  onMove((path) => {
    header.close();
    show(path);
    scrollTo(0, 0);
    (room.querySelector('h1') ?? outlet).focus({ preventScroll: true });
  });
  watch.refresh();
}
