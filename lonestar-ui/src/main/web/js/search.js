/** The search box: what is typed is compared with the names of services and pages. */
import { html, nothing } from './lit.js';
import { go } from './router.js';

const FOUND_MAX = 7;

/**
 * @typedef {{name: string, hint: string, href: string, face: any}} Entry
 * @param {{root: Element, draw: () => void, entries: () => Entry[]}} parts
 */
export function search({ root, draw, entries }) {
  let typed = '';
  let open = false;
  let at = 0;

  const found = () => (open ? ranked(entries(), typed) : []);

  function change(next) {
    ({ typed = typed, open = open, at = 0 } = next);
    draw();
  }

  function follow(entry) {
    change({ typed: '', open: false });
    if (entry.href.startsWith('/')) {
      go(entry.href);
    } else {
      location.assign(entry.href);
    }
  }

  function keydown(event) {
    const list = found();
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      change(open ? { at: (at + step + list.length) % (list.length || 1) } : { open: true });
    } else if (event.key === 'Enter' && list[at]) {
      event.preventDefault();
      follow(list[at]);
    } else if (event.key === 'Escape') {
      change(open ? { open: false, at } : { typed: '' });
    }
  }

  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && !event.target.closest?.('input, textarea, select, dialog')) {
      event.preventDefault();
      root.querySelector('#search').focus();
    }
  });

  function view() {
    const list = found();
    return html`<form class="search" role="search" @submit=${(e) => e.preventDefault()}>
      <label class="unseen" for="search">Find a service or a page</label>
      <input
        id="search" type="search" role="combobox" placeholder="Search" maxlength="100"
        autocomplete="off" autocapitalize="none" spellcheck="false"
        aria-autocomplete="list" aria-controls="found" aria-expanded=${list.length > 0}
        aria-activedescendant=${list.length > 0 ? `found-${at}` : nothing}
        .value=${typed}
        @input=${(e) => change({ typed: e.target.value, open: true })}
        @focus=${() => change({ open: true })}
        @blur=${() => change({ open: false })}
        @keydown=${keydown}>
      <ul id="found" role="listbox" aria-label="Found" ?hidden=${!open}>
        ${list.map((entry, i) => option(entry, i, i === at, follow))}
        ${open && list.length === 0 ? html`<li class="none">Nothing is called “${typed}”.</li>` : nothing}
      </ul>
    </form>`;
  }

  return { view };
}

// On mousedown, before the blur that closes the list.
function option(entry, i, selected, follow) {
  return html`<li id=${`found-${i}`} role="option" aria-selected=${selected}
      @mousedown=${(event) => {
        event.preventDefault();
        follow(entry);
      }}>
    ${entry.face}<bdi>${entry.name}</bdi><small>${entry.hint}</small>
  </li>`;
}

function ranked(entries, typed) {
  const wanted = typed.trim().toLowerCase();
  return entries
    .map((entry) => ({ entry, rank: rank(entry.name.toLowerCase(), wanted) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .slice(0, FOUND_MAX)
    .map(({ entry }) => entry);
}

function rank(name, wanted) {
  if (name.startsWith(wanted)) {
    return 3;
  }
  return name.includes(` ${wanted}`) ? 2 : Number(name.includes(wanted));
}
