/** Writes a page. Should somebody else write it meanwhile, that is told before it is lost. */
import { contentOf } from '/_atek/js/earthstar.js';
import { el, field, form } from './dom.js';

export function edit(room, name) {
  const back = `#/${[room.address, 'page', name].map(encodeURIComponent).join('/')}`;
  const begun = room.page(name);
  const text = el('textarea', { name: 'text', rows: '12', dir: 'auto' });
  text.defaultValue = begun ? contentOf(begun) : '';
  const meanwhile = el('div.notice.warn', { role: 'status', hidden: true });
  let seen = begun?.timestamp;
  return {
    title: `Edit ${name}`,
    where: `writing ${name}`,
    node: el(
      'div.stack',
      {},
      el('h1', { tabindex: '-1' }, `Edit ${name}`),
      meanwhile,
      form(
        async (values) => {
          await room.writePage(name, values.text);
          location.hash = back;
        },
        field('Text', text, '# makes a heading, - a list, [[Name]] a link to a page'),
        el('div.actions', {}, el('a.button', { href: back }, 'Cancel'), el('button.button.main', {}, 'Save')),
      ),
    ),
    update,
  };

  function update() {
    const now = room.page(name);
    if (now && now.timestamp !== seen) {
      seen = now.timestamp;
      meanwhile.hidden = false;
      meanwhile.replaceChildren(
        el('p', {}, `${room.callOf(now.author)} saved this page meanwhile. Yours will stand above theirs:`),
        el('pre', { dir: 'auto' }, contentOf(now)),
      );
    }
  }
}
