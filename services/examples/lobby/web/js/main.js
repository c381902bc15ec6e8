/** Boot: which view belongs to the address. */
import { nameOf } from '/_atek/js/earthstar.js';
import { chat } from './chat.js';
import { el } from './dom.js';
import { edit } from './edit.js';
import { introduction } from './introduction.js';
import { Room } from './room.js';
import { share } from './share.js';
import { start } from './start.js';
import { page, wiki } from './wiki.js';

/**
 * A view is made once for a place, and told when the documents change.
 *
 * @typedef {object} View
 * @property {string} title
 * @property {string} [where] what the others see of where I am
 * @property {HTMLElement} node
 * @property {() => void} [update] shows what changed
 * @property {() => void} [close] ends what it has under way
 */

const TABS = { chat: 'Chat', wiki: 'Wiki', share: 'Share' };
const VIEWS = { chat, wiki, page, edit, share };
const ABOVE = { page: 'wiki', edit: 'wiki' };

const outlet = document.querySelector('#main');
const tabs = document.querySelector('#rooms');

/** @type {Room | undefined} */
let room;
let place = { name: 'chat', page: '' };
/** @type {View | undefined} */
let view;
let maker;

addEventListener('hashchange', () => show(true));
show(false);

function show(moved) {
  const [address = '', name = 'chat', about = ''] = parts();
  if ((room?.address ?? '') !== address) {
    room?.close();
    room = address ? new Room(address, draw) : undefined;
  }
  place = { name: Object.hasOwn(VIEWS, name) ? name : 'chat', page: about };
  maker = undefined;
  draw();
  if (moved) {
    scrollTo(0, 0);
    (outlet.querySelector('h1') ?? outlet).focus({ preventScroll: true });
  }
}

function parts() {
  const text = location.hash.replace(/^#\/?/, '');
  try {
    return text === '' ? [] : text.split('/').map(decodeURIComponent);
  } catch {
    return [];
  }
}

function draw() {
  const wanted = wantedView();
  if (wanted !== maker) {
    view?.close?.();
    maker = wanted;
    view = wanted(room, place.page);
    outlet.replaceChildren(view.node);
    header();
  }
  view.update?.();
  document.title = room ? `${view.title} · ${nameOf(room.address)} · Lobby` : `${view.title} · Lobby`;
  if (view.where) {
    room.be(view.where);
  }
}

function wantedView() {
  if (!room) {
    return start;
  }
  if (room.problem) {
    return failed;
  }
  if (!room.documents) {
    return loading;
  }
  return room.introduced ? VIEWS[place.name] : introduction;
}

function header() {
  const current = ABOVE[place.name] ?? place.name;
  tabs.replaceChildren(
    ...(room?.introduced ? Object.entries(TABS) : []).map(([name, text]) =>
      el(
        'a',
        { href: link(name), 'aria-current': name === current ? 'page' : undefined },
        text,
      ),
    ),
  );
}

/** The address of a view of this lobby. */
function link(...names) {
  return `#/${[room.address, ...names].map(encodeURIComponent).join('/')}`;
}

function loading() {
  return { title: 'Lobby', node: el('p.soft', { role: 'status' }, 'Asking…') };
}

function failed() {
  return {
    title: 'Not here',
    node: el(
      'div.stack',
      {},
      el('h1', { tabindex: '-1' }, 'This lobby cannot be shown'),
      el('p.notice.bad', { role: 'alert' }, room.problem),
      el('p', {}, el('a.button', { href: '#/' }, 'All lobbies')),
    ),
  };
}
