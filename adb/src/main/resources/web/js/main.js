/** Boot: who is here, and which view belongs to the address. */
import { html, render } from './look.js';
import { adb, sessions } from './api.js';
import { keys } from './keys.js';
import { changes } from './pages/changes.js';
import { databases } from './pages/databases.js';
import { files } from './pages/files.js';
import { headed } from './pages/head.js';
import { history } from './pages/history.js';
import { indexes } from './pages/indexes.js';
import { query } from './pages/query.js';
import { newRecord, record } from './pages/record.js';
import { records } from './pages/records.js';
import { settings } from './pages/settings.js';

/**
 * A view is made anew at every visit.
 *
 * @typedef {object} View
 * @property {string} title
 * @property {() => any} view a template; asked again whenever something changed
 * @property {import('./keys.js').Key[]} [keys] what single keys do here
 * @property {() => void} [close] ends what the view has under way
 *
 * @typedef {object} Place what a view is made with
 * @property {any} session who is here
 * @property {any} db what is known of the database
 * @property {string[]} names the path
 * @property {number | string | undefined} at the moment that is looked at; now unless given
 * @property {boolean} writes whether something may be changed here
 * @property {() => void} draw shows what changed
 */

const VIEWS = { records, record, new: newRecord, history, query, indexes, files, changes, settings };

document.documentElement.classList.toggle('framed', self !== top);
const outlet = document.querySelector('#main');
/** @type {View | undefined} */
let view;
let room;
let visit = 0;

try {
  const session = await sessions.whoami();
  addEventListener('hashchange', () => show(session, true));
  keys(() => view?.keys ?? []);
  await show(session, false);
} catch (e) {
  fail('No answer', e.message);
}

async function show(session, moved) {
  const mine = ++visit;
  const { parts, at } = address();
  let next;
  // A view asks for what it shows while it is made, and may have it before it is here itself.
  const drawMine = () => next !== undefined && next === view && mine === visit && draw();
  try {
    next = await made({ session, at, draw: drawMine }, parts);
  } catch (e) {
    next = { title: 'Not here', view: () => failed('This cannot be shown', e.message) };
  }
  if (mine !== visit) {
    next.close?.();
    return;
  }
  view?.close?.();
  document.querySelectorAll('dialog').forEach((dialog) => dialog.close());
  view = next;
  // A room of its own for every visit: nothing of the old view can stay behind in it.
  room = document.createElement('div');
  room.className = 'room';
  outlet.replaceChildren(room);
  draw();
  if (moved) {
    scrollTo(0, 0);
    (room.querySelector('h1') ?? outlet).focus({ preventScroll: true });
  }
}

async function made(place, [area, id, name, ...names]) {
  if (area === undefined || area === '') {
    return databases(place);
  }
  const make = Object.hasOwn(VIEWS, name ?? '') ? VIEWS[name] : undefined;
  if (area !== 'db' || !make) {
    throw new Error('No view has this address.');
  }
  const db = await adb.dbDescribe(id);
  if (!db.owner) {
    throw new Error('There is no such database, or it belongs to somebody else.');
  }
  const whole = { ...place, db, names, writes: db.writable === true && place.at === undefined };
  return headed(whole, name, make(whole));
}

function draw() {
  document.title = `${view.title} · Atek DB`;
  render(view.view(), room);
}

/** What stands behind the `#` in the address. */
function address() {
  const [path, search] = location.hash.replace(/^#\/?/, '').split('?');
  const at = new URLSearchParams(search).get('at') ?? undefined;
  const parts = path.split('/').map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  return { parts, at: at !== undefined && /^\d+$/.test(at) ? Number(at) : at };
}

function fail(title, text) {
  render(failed(title, text), outlet);
}

function failed(title, text) {
  return html`<h1 tabindex="-1">${title}</h1>
    <p class="notice bad" role="alert">${text}</p>
    <p><a class="button" href="#/">All databases</a></p>`;
}
