/** The pages of the wiki, and one of them. */
import { contentOf } from '/_atek/js/earthstar.js';
import { el, field, form, keep, moment, sure } from './dom.js';
import { shown } from './text.js';

const link = (room, view, name) =>
  `#/${[room.address, view, name].map(encodeURIComponent).join('/')}`;

export function wiki(room) {
  const none = el('p.soft', {}, 'There are no pages yet.');
  const list = el('ul.rows.panel');
  const name = el('input', { name: 'name', required: true, maxlength: '100' });
  return {
    title: 'Wiki',
    where: 'in the wiki',
    node: el(
      'div.stack',
      {},
      el('h1', { tabindex: '-1' }, 'Wiki'),
      none,
      list,
      form(
        async (values) => {
          location.hash = link(room, 'edit', values.name.trim());
        },
        el('div.line', {}, field('A new page', name), el('button.button.main', {}, 'Begin')),
      ),
    ),
    update,
  };

  function update() {
    const { pages } = room;
    none.hidden = pages.length > 0;
    list.hidden = pages.length === 0;
    keep(list, pages, ({ document }) => `${document.path} ${document.timestamp} ${room.callOf(document.author)}`, row);
  }

  function row({ name: title, document }) {
    return el(
      'li',
      {},
      el(
        'a.row',
        { href: link(room, 'page', title) },
        el('b', {}, el('bdi', {}, title)),
        el('small', {}, el('bdi', {}, room.callOf(document.author)), ', ', moment(document.timestamp)),
      ),
    );
  }
}

export function page(room, name) {
  const by = el('p.soft');
  const text = el('article.panel.text', { dir: 'auto' });
  const others = el('details', { hidden: true });
  const remove = el('button.button.quiet', { type: 'button', onclick: gone }, 'Delete');
  let drawn;
  let older;
  return {
    title: name,
    where: `reading ${name}`,
    node: el(
      'div.stack',
      {},
      el('p', {}, el('a', { href: `#/${encodeURIComponent(room.address)}/wiki` }, 'All pages')),
      el('h1', { tabindex: '-1' }, name),
      by,
      text,
      el('div.actions.left', {}, el('a.button.main', { href: link(room, 'edit', name) }, 'Edit'), remove),
      others,
    ),
    update,
  };

  function update() {
    const document = room.page(name);
    const state = document ? `${document.timestamp} ${room.callOf(document.author)}` : 'none';
    if (state !== drawn) {
      drawn = state;
      draw(document);
    }
    drawOlder(state);
  }

  function draw(document) {
    remove.hidden = !document;
    by.replaceChildren(
      ...(document
        ? [el('bdi', {}, room.callOf(document.author)), ', ', moment(document.timestamp)]
        : ['Nobody has written this page yet.']),
    );
    text.hidden = !document;
    text.replaceChildren(...(document ? shown(contentOf(document), (to) => link(room, 'page', to)) : []));
  }

  /** What others wrote here before is kept, each author's last; it may come later than the page. */
  async function drawOlder(state) {
    let versions;
    try {
      versions = (await room.versions(name)).slice(1).filter((one) => contentOf(one) !== '');
    } catch {
      // The page itself is shown; what it was before is asked for again with the next news.
      return;
    }
    const found = `${state} ${versions.map((one) => one.timestamp)}`;
    if (state === drawn && found !== older) {
      older = found;
      others.hidden = versions.length === 0;
      others.replaceChildren(el('summary', {}, 'What others wrote before'), ...versions.map(version));
    }
  }

  function version(one) {
    return el(
      'section.panel',
      {},
      el('p.soft', {}, el('bdi', {}, room.callOf(one.author)), ', ', moment(one.timestamp)),
      el('div.text', { dir: 'auto' }, ...shown(contentOf(one), (to) => link(room, 'page', to))),
    );
  }

  function gone() {
    sure(`Delete ${name}?`, 'It is gone from all homes of this lobby.', 'Delete', async () => {
      await room.writePage(name, '');
      location.hash = `#/${encodeURIComponent(room.address)}/wiki`;
    });
  }
}
