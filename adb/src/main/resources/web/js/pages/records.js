/** One folder: the folders and records in it. */
import { html, icon, nothing } from '../look.js';
import { adb } from '../api.js';
import { follow, FRESH_MS, readable } from '../follow.js';
import { keyOf, level } from '../level.js';
import { say } from '../live.js';
import { rows } from '../rows.js';
import { link, number, pathText, size } from '../words.js';
import { preview } from './preview.js';
import { removeRecord } from './remove.js';

/** Changes that come close together are shown together. */
const GATHER_MS = 250;

/** Times as long as reading takes it rests before it reads anew. */
const REST = 4;

/** Whoever listens to the page is not told of every change of a busy database. */
const SAY_EVERY_MS = 10_000;

export function records(place) {
  const { db, names, at, writes, draw } = place;
  const shown = level(db.dbId, names, at);
  const list = rows('Folders and records');
  let problem;
  let busy = false;
  let stat;
  let timer;
  let fading;
  let gathering = false;
  let said = -SAY_EVERY_MS;
  /** How long it takes to read what is shown. */
  let tookMs = 0;

  async function attempt(act) {
    try {
      problem = undefined;
      await act();
    } catch (e) {
      problem = e.message;
    }
    draw();
  }

  async function more() {
    busy = true;
    draw();
    await attempt(async () => say(`${await shown.more()} more`));
    busy = false;
    draw();
  }

  /** The size is asked first: what is written meanwhile is told afterwards, rather than missed. */
  async function read() {
    const began = Date.now();
    stat = await adb.stat(db.dbId).catch(() => undefined);
    await attempt(shown.again);
    tookMs = Date.now() - began;
    return stat && readable(stat);
  }

  function changed(changes) {
    shown.note(changes);
    if (!gathering) {
      gathering = true;
      timer = setTimeout(update, Math.max(GATHER_MS, REST * tookMs));
    }
    if (Date.now() - said > SAY_EVERY_MS) {
      said = Date.now();
      say('The list has changed');
    }
  }

  async function update() {
    gathering = false;
    await read();
    clearTimeout(fading);
    fading = setTimeout(fade, FRESH_MS + 1);
  }

  function fade() {
    const focused = document.activeElement?.closest('[data-entry]')?.dataset.entry;
    shown.settle((entry) => keyOf(entry) === focused);
    draw();
  }

  const to = (view, name) => link(db.dbId, view, [...names, ...(name === undefined ? [] : [name])], at);
  const up = () => location.assign(link(db.dbId, 'records', names.slice(0, -1), at));
  const remove = (entry) =>
    removeRecord(db.dbId, [...names, entry.name], () => {
      shown.forget(entry);
      draw();
    });
  const unfollow =
    at === undefined ? follow({ dbId: db.dbId, path: names, read, changed }) : void attempt(shown.again);

  return {
    title: pathText(names),
    keys: [
      ...(writes ? [{ key: 'n', says: 'New record here', act: () => location.assign(to('new')) }] : []),
      { key: 'u', says: 'The folder above', act: up },
    ],
    close: () => {
      clearTimeout(timer);
      clearTimeout(fading);
      unfollow?.();
    },
    view: () => html`<div class="head-row">
        <h1 tabindex="-1">${trail(place)}</h1>
        ${writes ? html`<a class="button main" href=${to('new')}>${icon('plus')}New record</a>` : nothing}
      </div>
      <p class="soft stat">${stat ? `${number(stat.records)} records in the database · ${number(stat.seq)} changes · ${size(stat.bytes)} on disk` : ' '}</p>
      ${problem ? html`<p class="notice bad" role="alert">${problem}</p>` : nothing}
      ${shown.entries ? entries() : problem ? nothing : html`<p class="panel soft" role="status">Asking…</p>`}
      ${shown.entries && !shown.done()
        ? html`<button class="button" aria-busy=${busy} @click=${() => busy || more()}>Show more</button>`
        : nothing}`,
  };

  function entries() {
    return shown.entries.length === 0
      ? html`<p class="panel soft">Nothing is here.</p>`
      : list(shown.entries, keyOf, row);
  }

  function row(entry) {
    const mark = !shown.isFresh(entry) && !entry.gone
      ? nothing
      : html`<small class="fresh">${entry.gone ? 'deleted' : 'changed'} just now</small>`;
    if (entry.folder) {
      return html`<a class="row folder" data-row data-entry=${keyOf(entry)} href=${to('records', entry.name)}><b><bdi>${entry.name}</bdi><span aria-hidden="true">/</span>${mark}</b><small>Folder</small></a>`;
    }
    const { name, gone, record } = entry;
    return html`<a class="row ${gone ? 'gone' : ''}" data-row data-entry=${keyOf(entry)} href=${to(gone ? 'history' : 'record', name)}><b><bdi>${name}</bdi>${mark}</b><small class="peek">${preview(record.value)}</small></a>
      ${writes && !gone
        ? html`<button class="icon-button danger" aria-label=${`Delete ${name}`} title="Delete" @click=${() => remove(entry)}>${icon('remove')}</button>`
        : nothing}`;
  }
}

/** The path as a heading, every folder of it a link. */
function trail({ db, names, at }) {
  if (names.length === 0) {
    return 'All records';
  }
  return html`<span class="trail"><a href=${link(db.dbId, 'records', [], at)} aria-label="All records">…</a>${names.map((name, i) => html`<wbr>/${i === names.length - 1
    ? html`<bdi>${name}</bdi>`
    : html`<a href=${link(db.dbId, 'records', names.slice(0, i + 1), at)}><bdi>${name}</bdi></a>`}`)}</span>`;
}
