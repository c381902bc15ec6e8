/** Shows the text of a page: headings, lists, links to pages and to the web. Never as HTML. */
import { el } from './dom.js';

const LINK = /\[\[([^\]\n]{1,100})\]\]|(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/g;

/**
 * @param {string} text
 * @param {(name: string) => string} addressOf a page
 * @returns {HTMLElement[]}
 */
export function shown(text, addressOf) {
  return text
    .split(/\n{2,}/)
    .filter((block) => block.trim() !== '')
    .flatMap((block) => blocks(block.split('\n'), addressOf));
}

/** Lines of one kind stand together. */
function blocks(lines, addressOf) {
  const all = [];
  for (const line of lines) {
    // With its space, one sign is a heading of the second rank: the first is the page's name.
    const [, mark = '', rest] = /^(#{1,3} |- )?(.*)$/.exec(line);
    const last = all.at(-1);
    if (mark.startsWith('#')) {
      all.push({ mark, made: el(`h${mark.length}`, {}, ...inline(rest, addressOf)) });
    } else if (mark === '- ') {
      const list = last?.mark === mark ? last.made : el('ul');
      list.append(el('li', {}, ...inline(rest, addressOf)));
      if (list !== last?.made) {
        all.push({ mark, made: list });
      }
    } else if (last?.mark === '') {
      last.made.append(el('br'), ...inline(rest, addressOf));
    } else {
      all.push({ mark, made: el('p', {}, ...inline(rest, addressOf)) });
    }
  }
  return all.map(({ made }) => made);
}

function inline(text, addressOf) {
  const all = [];
  let end = 0;
  for (const found of text.matchAll(LINK)) {
    const [whole, page, url] = found;
    all.push(text.slice(end, found.index));
    all.push(
      page
        ? el('a', { href: addressOf(page.trim()) }, page.trim())
        : el('a', { href: url, rel: 'noreferrer noopener', target: '_blank' }, url),
    );
    end = found.index + whole.length;
  }
  return [...all, text.slice(end)].filter((one) => one !== '');
}
