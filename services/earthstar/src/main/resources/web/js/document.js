/** One document with all its versions, and the form for a new one. */
import { ask, html, icon, nothing, toast } from './look.js';
import { mine, pub } from './pub.js';
import { contentOf, link, nameOf, sealed, short, time } from './words.js';

export function document_({ info, path, draw }) {
  let versions;
  let opened;
  let problem;

  async function load() {
    try {
      versions = (await pub.documentQuery(info.workspace, { path, history: 'all' })).documents;
      versions.sort((a, b) => b.timestamp - a.timestamp);
      opened = versions.some((one) => sealed(contentOf(one)))
        ? await pub.documentOpen(info.workspace, path)
        : undefined;
    } catch (e) {
      problem = e.message;
    }
    draw();
  }

  load();
  return {
    title: path,
    view: () => html`<h1 tabindex="-1"><bdi>${path}</bdi></h1>
      ${problem ? html`<p class="notice bad" role="alert">${problem}</p>` : nothing}
      ${!versions
        ? html`<p class="panel soft" role="status">Asking…</p>`
        : versions.length === 0
          ? html`<p class="panel soft">There is no such document.</p>`
          : html`<div class="list group">${versions.map(version)}</div>
            ${info.writable ? actions() : nothing}`}`,
  };

  function actions() {
    return html`<div class="actions left"><a class="button" href=${link(info.workspace, 'new', path)}>Write a newer one</a>
      <button class="button danger quiet" @click=${remove}>${icon('remove')}Delete</button></div>`;
  }

  /** What can be read of a version: of the sealed ones only the newest is opened. */
  function readable(document) {
    const content = contentOf(document);
    if (!sealed(content)) {
      return content;
    }
    return tried(document) ? opened.content : undefined;
  }

  function tried(document) {
    return opened?.document.signature === document.signature;
  }

  function version(document, i) {
    const content = readable(document);
    const locked = sealed(contentOf(document));
    return html`<article class="panel">
      <p class="soft"><b><bdi>${nameOf(document.author)}</bdi></b> <span class="mono">${short(document.author)}</span>
        · ${time(document.timestamp)}${i === 0 ? '' : ' · older'}${document.deleteAfter
          ? ` · until ${time(document.deleteAfter)}`
          : ''}${locked ? ' · sealed' : ''}</p>
      ${content
        ? html`<pre class="content">${content}</pre>`
        : html`<p class="soft">${!locked
            ? 'Deleted.'
            : tried(document)
              ? 'Sealed for others: it cannot be read here.'
              : 'Sealed.'}</p>`}
    </article>`;
  }

  async function remove() {
    const authors = await mine(info.format);
    if (authors.length === 0) {
      toast('Make an author first: who deletes signs that too.', 'bad');
      return;
    }
    const done = await ask({
      title: `Delete ${path}?`,
      body: `${nameOf(authors[0].author)} writes an empty document in its place, here and in all homes that sync.`,
      action: 'Delete',
      danger: true,
      act: async () => {
        await pub.documentSet(info.workspace, { author: authors[0].author, path, content: '' });
      },
    });
    if (done) {
      load();
    }
  }
}

export function newDocument({ info, path, draw }) {
  let authors;
  let problem;
  let busy = false;

  mine(info.format).then(
    (found) => {
      authors = found;
      draw();
    },
    (e) => {
      problem = e.message;
      draw();
    },
  );
  return {
    title: 'New document',
    view: () => html`<h1 tabindex="-1">New document</h1>
      ${authors?.length === 0
        ? html`<p class="notice warn">You have no author yet. <a href="#/">Make one</a>, who signs what you write.</p>`
        : nothing}
      <form class="panel" @submit=${save}>
        <label class="field"><span>Path</span><input name="path" required autocomplete="off" autocapitalize="none"
          spellcheck="false" placeholder="/wiki/Flowers" .defaultValue=${path}></label>
        <label class="field"><span>Author</span><select name="author" required>${(authors ?? []).map(
          (one) => html`<option value=${one.author}>${short(one.author)}</option>`,
        )}</select></label>
        <label class="field"><span>Content</span><textarea name="content" rows="8"></textarea></label>
        ${problem ? html`<p class="notice bad" role="alert">${problem}</p>` : nothing}
        <div class="actions"><a class="button" href=${link(info.workspace, 'documents')}>Cancel</a>
          <button class="button main" aria-busy=${busy} ?disabled=${!authors || authors.length === 0}>Sign and save</button></div>
      </form>`,
  };

  async function save(event) {
    event.preventDefault();
    if (busy) {
      return;
    }
    const words = Object.fromEntries(new FormData(event.target));
    busy = true;
    problem = undefined;
    draw();
    try {
      await pub.documentSet(info.workspace, words);
      location.assign(link(info.workspace, 'document', words.path));
    } catch (e) {
      problem = e.message;
      busy = false;
      draw();
    }
  }
}
