/** All lobbies of this person, and the ways to one more. */
import { earthstar, nameOf } from '/_atek/js/earthstar.js';
import { el, field, form } from './dom.js';

export function start() {
  const list = el('ul.rows.panel', { hidden: true });
  const state = el('p.soft', { role: 'status' }, 'Asking…');
  load();
  return {
    title: 'Lobbies',
    node: el(
      'div.stack',
      {},
      el('h1', { tabindex: '-1' }, 'Your lobbies'),
      el('p.soft', {}, 'A lobby is a wiki and a chat. Every home that is in it has all of it, and goes on without the others.'),
      state,
      list,
      el('div.pair', {}, making(), joining()),
    ),
  };

  async function load() {
    try {
      const all = await earthstar.list();
      state.textContent = all.length === 0 ? 'There are none yet.' : '';
      list.hidden = all.length === 0;
      list.replaceChildren(...all.map(row));
    } catch (e) {
      state.textContent = e.message;
    }
  }
}

function row({ workspace, authors }) {
  return el(
    'li',
    {},
    el(
      'a.row',
      { href: `#/${encodeURIComponent(workspace)}/chat` },
      el('b', {}, nameOf(workspace)),
      el('small', {}, authors === 1 ? '1 author' : `${authors} authors`),
    ),
  );
}

function making() {
  const name = el('input', {
    name: 'name',
    required: true,
    pattern: '[a-z][a-z0-9]{0,14}',
    title: '1 to 15 small letters and digits, a letter first',
    autocapitalize: 'none',
    spellcheck: 'false',
  });
  return el(
    'section.panel',
    { 'aria-labelledby': 'new' },
    el('h2', { id: 'new' }, 'A new lobby'),
    form(
      async (values) => enter(await earthstar.create(values.name)),
      field('Its name', name, 'Small letters and digits, such as garden'),
      el('button.button.main', {}, 'Make it'),
    ),
  );
}

function joining() {
  const address = el('input', {
    name: 'address',
    required: true,
    autocapitalize: 'none',
    spellcheck: 'false',
  });
  return el(
    'section.panel',
    { 'aria-labelledby': 'join' },
    el('h2', { id: 'join' }, 'One that others have'),
    form(
      async (values) => enter(await earthstar.join(values.address.trim())),
      field('Its address', address, 'It begins with + and has a dot in it'),
      el('button.button.main', {}, 'Join it'),
    ),
  );
}

function enter({ address }) {
  location.hash = `#/${encodeURIComponent(address)}/chat`;
}
