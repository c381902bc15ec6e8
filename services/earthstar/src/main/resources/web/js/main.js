/** Boot: which view belongs to the address, and what single keys do. */
import { html, nothing, render } from './look.js';
import { activity } from './activity.js';
import { document_, newDocument } from './document.js';
import { documents } from './documents.js';
import { pub } from './pub.js';
import { settings } from './settings.js';
import { sync } from './sync.js';
import { nameOf, link } from './words.js';
import { workspaces } from './workspaces.js';

/**
 * A view is made anew at every visit.
 *
 * @typedef {object} View
 * @property {string} title
 * @property {() => any} view a template; asked again whenever something changed
 * @property {Record<string, () => void>} [keys] what single keys do here
 * @property {() => void} [close] ends what the view has under way
 *
 * @typedef {object} Place what a view is made with
 * @property {any} info what is known of the workspace
 * @property {string} path of a document
 * @property {() => void} draw shows what changed
 */

const TABS = { documents: 'Documents', sync: 'Sync', activity: 'Activity', settings: 'Settings' };
const VIEWS = { documents, document: document_, new: newDocument, sync, activity, settings };

document.documentElement.classList.toggle('framed', self !== top);
const outlet = document.querySelector('#main');
/** @type {View | undefined} */
let view;
let room;
let visit = 0;

addEventListener('hashchange', () => show(true));
addEventListener('keydown', pressed);
await show(false);

async function show(moved) {
  const mine = ++visit;
  let next;
  // A view asks for what it shows while it is made, and may have it before it is here itself.
  const drawMine = () => next !== undefined && next === view && mine === visit && draw();
  try {
    next = await made(drawMine);
  } catch (e) {
    next = { title: 'Not here', view: () => failed(e.message) };
  }
  if (mine !== visit) {
    next.close?.();
    return;
  }
  view?.close?.();
  document.querySelectorAll('dialog').forEach((dialog) => dialog.close());
  view = next;
  room = document.createElement('div');
  room.className = 'room';
  outlet.replaceChildren(room);
  draw();
  if (moved) {
    scrollTo(0, 0);
    (room.querySelector('h1') ?? outlet).focus({ preventScroll: true });
  }
}

async function made(draw) {
  const [area, workspace, name = 'documents', path = ''] = location.hash
    .replace(/^#\/?/, '')
    .split('/')
    .map(decodeURIComponent);
  if (area === '') {
    return workspaces({ draw });
  }
  if (area !== 'w' || !Object.hasOwn(VIEWS, name)) {
    throw new Error('No view has this address.');
  }
  const info = await pub.workspaceGet(workspace);
  return headed(info, name, VIEWS[name]({ info, path, draw }));
}

/** A view of a workspace, with what stands above all of them. */
function headed(info, name, inner) {
  const current = Object.hasOwn(TABS, name) ? name : 'documents';
  const tab = ([key, text]) =>
    html`<a href=${link(info.workspace, key)} aria-current=${key === current ? 'page' : nothing}>${text}</a>`;
  return {
    ...inner,
    title: `${inner.title} · ${nameOf(info.workspace)}`,
    view: () => html`<div class="head"><div><p class="soft"><a href="#/">All workspaces</a></p>
        <p class="trail">${nameOf(info.workspace)}</p></div></div>
      <nav class="tabs" aria-label="Of this workspace">${Object.entries(TABS).map(tab)}</nav>
      ${inner.view()}`,
  };
}

function draw() {
  document.title = `${view.title} · Earthstar`;
  render(view.view(), room);
}

function pressed(event) {
  const types = event.target.closest?.('input, textarea, select');
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) {
    return;
  }
  const act = types ? undefined : { a: () => location.assign('#/'), ...view?.keys }[event.key];
  if (act) {
    event.preventDefault();
    act();
  } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !types) {
    step(event);
  }
}

/** Moves the focus among the rows of a list. */
function step(event) {
  const rows = [...document.querySelectorAll('[data-row]')];
  if (rows.length > 0) {
    event.preventDefault();
    const at = rows.indexOf(document.activeElement);
    const next = at < 0 ? 0 : at + (event.key === 'ArrowDown' ? 1 : -1);
    rows[Math.max(0, Math.min(rows.length - 1, next))].focus();
  }
}

function failed(text) {
  return html`<h1 tabindex="-1">This cannot be shown</h1>
    <p class="notice bad" role="alert">${text}</p>
    <p><a class="button" href="#/">All workspaces</a></p>`;
}
