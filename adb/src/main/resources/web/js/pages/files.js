/** The files (blobs) of a database: to look at, to add, to take away. */
import { ask, count, html, icon, nothing, toast } from '../look.js';
import { adb } from '../api.js';
import { say } from '../live.js';
import { rows } from '../rows.js';
import { upload } from '../upload.js';
import { namesIn, pathText, size } from '../words.js';

const PAGE_FILES = 100;

/** A larger picture is not fetched only to be shown small. */
const THUMBNAIL_BYTES = 4 << 20;

/** What a browser shows without running anything of it. */
const PICTURE = /^image\/(png|jpeg|gif|webp|avif)$/;

export function files({ db, at, writes, draw }) {
  const list = rows('Files');
  let shown;
  let done = false;
  let problem;
  let folder = '/';
  let over = false;
  /** What is being sent: `{says, share}`. */
  let work;
  let stop = new AbortController();

  async function more() {
    try {
      const gt = shown?.at(-1)?.key;
      const { blobs } = await adb.blobList(db.dbId, [], { limit: PAGE_FILES, ...(gt === undefined ? {} : { gt }) });
      shown = [...(shown ?? []), ...blobs];
      done = blobs.length < PAGE_FILES;
    } catch (e) {
      problem = e.message;
    }
    draw();
  }

  async function again() {
    shown = undefined;
    await more();
  }

  async function add(chosen) {
    const all = [...chosen];
    if (work || all.length === 0) {
      return;
    }
    stop = new AbortController();
    let sent = 0;
    try {
      for (const file of all) {
        sent += (await send(file)) ? 1 : 0;
      }
    } catch (e) {
      toast(e.name === 'AbortError' ? 'Stopped.' : e.message, e.name === 'AbortError' ? 'good' : 'bad');
    }
    work = undefined;
    if (sent > 0) {
      toast(`Added ${count(sent, 'file')}.`);
    }
    await again();
  }

  async function send(file) {
    const names = [...namesIn(folder), file.name];
    const put = (replace) => {
      const progress = (share) => {
        work = { says: `Sending ${file.name}`, share };
        draw();
      };
      progress(0);
      return upload(db.dbId, names, file, { replace, progress, signal: stop.signal });
    };
    return (
      (await put(false)) ||
      ask({
        title: 'Replace the file that is there?',
        body: html`There is a file at <bdi class="mono">${pathText(names)}</bdi>. Files have no history: what it holds now is lost.`,
        action: 'Replace',
        danger: true,
        act: () => put(true),
      })
    );
  }

  const remove = (blob) =>
    ask({
      title: 'Delete this file?',
      body: html`<bdi class="mono">${blob.path}</bdi> is lost: files have no history.`,
      action: 'Delete',
      danger: true,
      act: async () => {
        await adb.blobDelete(db.dbId, blob.path);
        shown = shown.filter((one) => one !== blob);
        toast(`Deleted ${blob.path}.`);
        draw();
      },
    });

  const drag = (is) => (event) => {
    event.preventDefault();
    if (over !== is) {
      over = is;
      draw();
    }
  };
  const drop = (event) => {
    drag(false)(event);
    add(event.dataTransfer.files);
  };

  more().then(() => shown && say(`${count(shown.length, 'file')}${done ? '' : ' or more'}`));
  return {
    title: 'Files',
    close: () => stop.abort(),
    keys: writes ? [{ key: 'n', says: 'Add files', act: () => document.querySelector('#files').click() }] : [],
    view: () => html`<h1 tabindex="-1">Files</h1>
      ${at === undefined ? nothing : html`<p class="notice warn">Files have no history: these are those that are there now.</p>`}
      ${writes ? adding() : nothing}
      ${problem ? html`<p class="notice bad" role="alert">${problem}</p>` : nothing}
      ${shown ? found() : problem ? nothing : html`<p class="panel soft" role="status">Asking…</p>`}
      ${shown && !done ? html`<button class="button" @click=${more}>Show more</button>` : nothing}`,
  };

  function adding() {
    return html`<section class="panel drop ${over ? 'over' : ''}" @dragover=${drag(true)} @dragleave=${drag(false)} @drop=${drop}>
      <div class="line">
        <label class="field"><span>Into the folder</span><input class="mono" autocomplete="off" autocapitalize="none" spellcheck="false"
          .value=${folder} @input=${(e) => {
            folder = e.target.value;
          }}></label>
        <label class="button main file">${icon('plus')}Add files…<input id="files" type="file" class="unseen" multiple ?disabled=${work !== undefined}
          @change=${(e) => add(e.target.files).then(() => {
            e.target.value = '';
          })}></label>
      </div>
      <div class="work" role="status">${work
        ? html`<progress max="1" value=${work.share} aria-label=${work.says}></progress><span><bdi>${work.says}</bdi></span>
            <button class="button" @click=${() => stop.abort()}>Stop</button>`
        : html`<span class="soft">Or drop them here.</span>`}</div>
    </section>`;
  }

  function found() {
    return shown.length === 0
      ? html`<p class="panel soft">Nothing is here.</p>`
      : list(shown, ({ path, hash }) => `${path} ${hash}`, row);
  }

  function row(blob) {
    const { path, key, url, type } = blob;
    const isPicture = PICTURE.test(type) && blob.size <= THUMBNAIL_BYTES;
    return html`${isPicture
        ? html`<img class="thumb" src=${url} alt="" width="44" height="44" loading="lazy" decoding="async">`
        : html`<span class="thumb" aria-hidden="true"><bdi>${ending(key)}</bdi></span>`}
      <a class="row" data-row href=${url} target="_blank" rel="noopener"><b><bdi>${path}</bdi></b><small>${type} · ${size(blob.size)}</small></a>
      <a class="icon-button" href=${url} download=${key.split('/').at(-1)} aria-label=${`Download ${path}`} title="Download"><span aria-hidden="true">↓</span></a>
      ${writes
        ? html`<button class="icon-button danger" aria-label=${`Delete ${path}`} title="Delete" @click=${() => remove(blob)}>${icon('remove')}</button>`
        : nothing}`;
  }
}

/** Of a name, what tells its kind. */
const ending = (name) => /\.([^./]{1,4})$/.exec(name)?.[1] ?? '';
