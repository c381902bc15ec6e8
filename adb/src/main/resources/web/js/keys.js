/** What keys do, and the list of them that `?` shows. Everything can be reached by Tab as well. */
import { ask, html } from './look.js';

/**
 * @typedef {object} Key
 * @property {string} key as in `KeyboardEvent.key`; with `Ctrl+` also while somebody types
 * @property {string} says what it does, such as "New record"
 * @property {() => void} act
 */

/** Where "off" is kept: some who speak to their computer press keys by it without wanting to. */
const OFF = 'atek-db-keys-off';

const HELP = { key: '?', says: 'This list', act: () => {} };
const MOVES = [
  { key: '↓ ↑', says: 'Next and previous in a list' },
  { key: 'Esc', says: 'Close a dialog' },
  { key: 'Tab', says: 'Everything, one after the other' },
];

/** @param {() => Key[]} here the keys of what is shown now */
export function keys(here) {
  const help = { ...HELP, act: () => show([help, home, ...here()]) };
  const home = { key: 'a', says: 'All databases', act: () => location.assign('#/') };
  document.querySelector('#help').addEventListener('click', help.act);
  document.addEventListener('keydown', (event) => {
    if (document.querySelector('dialog[open]')) {
      return;
    }
    const found = [help, home, ...here()].find((one) => fits(one, event));
    if (found) {
      event.preventDefault();
      found.act();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      step(event);
    }
  });
}

function fits({ key }, event) {
  if (event.altKey) {
    return false;
  }
  if (key.startsWith('Ctrl+')) {
    return (event.ctrlKey || event.metaKey) && event.key === key.slice(5);
  }
  return !event.ctrlKey && !event.metaKey && event.key === key && !types(event) && isOn();
}

const types = (event) => Boolean(event.target.closest?.('input, textarea, select'));

export const isOn = () => localStorage.getItem(OFF) === null;

/** Moves the focus among the rows of a list. */
function step(event) {
  const rows = [...document.querySelectorAll('[data-row]')].filter((row) => row.offsetParent);
  const at = rows.indexOf(document.activeElement);
  if (rows.length === 0 || (at < 0 && types(event))) {
    return;
  }
  event.preventDefault();
  const next = at < 0 ? 0 : at + (event.key === 'ArrowDown' ? 1 : -1);
  rows[Math.max(0, Math.min(rows.length - 1, next))].focus();
}

function show(list) {
  const rows = [...list, ...MOVES].map(
    ({ key, says }) => html`<div><dt><kbd>${key.replace('Enter', '⏎')}</kbd></dt><dd>${says}</dd></div>`,
  );
  const label = isOn() ? 'Turn single keys off' : 'Turn single keys on';
  ask({
    title: 'Keyboard shortcuts',
    body: html`<dl class="facts keys">${rows}</dl>`,
    no: 'Close',
    action: label,
    act: async () => (isOn() ? localStorage.setItem(OFF, '1') : localStorage.removeItem(OFF)),
  });
}
