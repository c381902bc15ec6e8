/** Who comes for the first time says what he is called. */
import { nameOf } from '/_atek/js/earthstar.js';
import { el, field, form } from './dom.js';

export function introduction(room) {
  const name = el('input', { name: 'name', required: true, maxlength: '60', autocomplete: 'nickname' });
  return {
    title: 'Welcome',
    node: el(
      'div.stack.narrow',
      {},
      el('h1', { tabindex: '-1' }, `Welcome to ${nameOf(room.address)}`),
      form(
        ({ name: text }) => room.introduce(text.trim()),
        field('What do the others call you?', name, 'What you write here is signed by you, and others can tell.'),
        el('button.button.main', {}, 'Come in'),
      ),
    ),
  };
}
