/** What is said, and who is here. */
import { contentOf } from '/_atek/js/earthstar.js';
import { el, form, keep, moment } from './dom.js';

/** Bytes of one message. */
const SAID_MAX = 4000;

/** So near to its end a list follows what comes, in pixels. */
const NEAR = 80;

export function chat(room) {
  const people = el('ul.people', { 'aria-label': 'Here now' });
  const nobody = el('p.soft', {}, 'Nobody has said anything in the last thirty days.');
  const talk = el('ol.talk');
  const log = el('div.log', { role: 'log', 'aria-label': 'What was said', tabindex: '0' }, talk);
  const text = el('textarea', {
    name: 'text',
    rows: '1',
    required: true,
    maxlength: String(SAID_MAX),
    placeholder: 'Say something',
    'aria-label': 'Say something',
    onkeydown: entered,
  });
  const say = form(
    async (values, made) => {
      if (values.text.trim()) {
        await room.say(values.text.trim());
      }
      made.reset();
      text.focus();
    },
    el('div.line', {}, text, el('button.button.main', {}, 'Send')),
  );
  return {
    title: 'Chat',
    where: 'in the chat',
    node: el('div.stack.chat', {}, el('h1', { tabindex: '-1' }, 'Chat'), people, nobody, log, say),
    update,
  };

  function entered(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      say.requestSubmit();
    }
  }

  function update() {
    keep(people, room.people, ({ author, name, where }) => `${author} ${name} ${where}`, person);
    const said = room.talk;
    nobody.hidden = said.length > 0;
    log.hidden = said.length === 0;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
    keep(talk, said, (one) => `${one.path} ${one.timestamp} ${room.callOf(one.author)}`, line);
    if (atEnd) {
      log.scrollTop = log.scrollHeight;
    }
  }

  function person({ author, name, where }) {
    const mine = author === room.me ? ' (you)' : '';
    return el('li', { title: author }, el('bdi', {}, name), `${mine} `, el('small', {}, where));
  }

  function line(one) {
    return el(
      one.author === room.me ? 'li.mine' : 'li',
      {},
      el('p.by', {}, el('b', { title: one.author }, room.callOf(one.author)), ' ', moment(one.timestamp)),
      el('p.said', { dir: 'auto' }, contentOf(one)),
    );
  }
}
