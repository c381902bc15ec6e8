/** How another home comes into this lobby, and how it is with those that are in it. */
import { nameOf } from '/_atek/js/earthstar.js';
import { el, field, keep, say, sure } from './dom.js';

const LOOK_EVERY_MS = 5000;

export function share(room) {
  const address = el('input.mono', { readonly: true, value: room.address, onfocus: () => address.select() });
  const peers = el('ul.rows.panel', { hidden: true });
  const alone = el('p.soft', { role: 'status' }, 'Asking…');
  const name = nameOf(room.address);
  look();
  const timer = setInterval(() => document.hidden || look(), LOOK_EVERY_MS);
  return {
    title: 'Share',
    where: 'looking who shares',
    close: () => clearInterval(timer),
    node: el(
      'div.stack',
      {},
      el('h1', { tabindex: '-1' }, 'Share'),
      el(
        'section.panel',
        { 'aria-labelledby': 'address' },
        el('h2', { id: 'address' }, 'Its address'),
        el('p', {}, 'Whoever has it can read and write all of this lobby. Give it only to those who are to come in.'),
        el('div.line', {}, field('Address', address), el('button.button', { type: 'button', onclick: copy }, 'Copy')),
      ),
      el('section.panel', { 'aria-labelledby': 'homes' }, el('h2', { id: 'homes' }, 'Other homes'), alone, peers),
      steps(name, room.address),
      el('p', {}, el('button.button.quiet', { type: 'button', onclick: leave }, 'Leave this lobby')),
    ),
  };

  async function look() {
    try {
      const info = await room.workspace.info();
      peers.hidden = info.peers.length === 0;
      alone.textContent =
        info.peers.length > 0
          ? ''
          : info.options.published
            ? 'Other homes reach it here; this one calls nobody.'
            : 'No other home has it yet.';
      keep(peers, info.peers, (one) => `${one.peer.url} ${one.connected} ${one.trouble}`, row);
    } catch (e) {
      alone.textContent = e.message;
    }
  }

  async function copy() {
    address.select();
    try {
      await navigator.clipboard.writeText(room.address);
      say('Copied.');
    } catch {
      say('It is selected: copy it with the keys of your device.');
    }
  }

  function leave() {
    sure('Leave this lobby?', 'When nobody else here is in it, it is deleted from this home. Other homes keep it.', 'Leave', async () => {
      await room.workspace.leave();
      location.hash = '#/';
    });
  }
}

function row({ peer, connected, trouble }) {
  return el(
    'li',
    {},
    el(
      'div.row',
      {},
      el('b', {}, peer.url),
      el(connected ? 'small.good' : 'small', {}, connected ? 'Connected' : (trouble ?? 'Not connected')),
    ),
  );
}

/** The owners of both homes do this, once. */
function steps(name, address) {
  return el(
    'section.panel',
    { 'aria-labelledby': 'steps' },
    el('h2', { id: 'steps' }, 'To share it with another home'),
    el('p', {}, 'The owner of this home lets others reach it:'),
    el('pre', { tabindex: '0' }, `atek earthstar cfg ${name} --publish`),
    el('p', {}, 'The owner of the other home joins it and names this home:'),
    el(
      'pre',
      { tabindex: '0' },
      `atek earthstar join ${address}\natek earthstar sync ${name} https://core.earthstar.HOME --live`,
    ),
    el('p.soft', {}, 'Both can do the same on the page of Earthstar. Then whoever there has a Lobby joins by the address.'),
  );
}
