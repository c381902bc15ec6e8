/** The documents of a workspace, by their paths. */
import { html, icon, nothing } from './look.js';
import { heard, pub } from './pub.js';
import { contentOf, link, nameOf, sealed, time } from './words.js';

export function documents({ info, draw }) {
  const end = new AbortController();
  let typed = '';
  let list;
  let after;
  let problem;
  let asked = 0;

  async function load(more) {
    const mine = ++asked;
    try {
      const page = await pub.documentQuery(info.workspace, {
        limit: 100,
        ...(typed ? { pathStartsWith: typed.startsWith('/') ? typed : `/${typed}` } : {}),
        ...(more ? { after } : {}),
      });
      if (mine === asked) {
        list = more ? [...list, ...page.documents] : page.documents;
        ({ after } = page);
      }
    } catch (e) {
      problem = e.message;
    }
    draw();
  }

  async function follow() {
    try {
      for await (const { name } of heard(info.workspace, end.signal)) {
        if (name === 'live' || name === 'document' || name === 'missed') {
          load(false);
        }
      }
    } catch (e) {
      if (!end.signal.aborted) {
        problem = e.message;
        draw();
      }
    }
  }

  follow();
  const create = () => location.assign(link(info.workspace, 'new'));
  return {
    title: 'Documents',
    keys: { ...(info.writable ? { n: create } : {}), '/': () => document.querySelector('#filter').focus() },
    close: () => end.abort(),
    view: () => html`<div class="head-row"><h1 tabindex="-1">Documents</h1>
        ${info.writable
          ? html`<button class="button main" @click=${create}>${icon('plus')}New document</button>`
          : html`<span class="badge">Only read here</span>`}</div>
      <label class="field narrow"><span>Path begins with</span><input id="filter" type="search" autocomplete="off"
        autocapitalize="none" spellcheck="false" placeholder="/wiki/" .value=${typed}
        @input=${(e) => {
          typed = e.target.value.trim();
          load(false);
        }}></label>
      ${problem ? html`<p class="notice bad" role="alert">${problem}</p>` : nothing}
      ${!list
        ? html`<p class="panel soft" role="status">Asking…</p>`
        : list.length === 0
          ? html`<p class="panel soft">There are none${typed ? ' that begin so' : ' yet'}.</p>`
          : html`<ul class="rows panel">${list.map(row)}</ul>`}
      ${after ? html`<button class="button" @click=${() => load(true)}>Show more</button>` : nothing}`,
  };

  function row(document) {
    const content = contentOf(document);
    return html`<li><a class="row" data-row href=${link(info.workspace, 'document', document.path)}>
      <b><bdi class=${content ? '' : 'gone'}>${document.path}</bdi></b>
      <small><bdi>${nameOf(document.author)}</bdi> · ${time(document.timestamp)}</small>
      <span class="peek">${sealed(content) ? 'Sealed' : content.slice(0, 200)}</span></a></li>`;
  }
}
