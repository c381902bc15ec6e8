/** One folder: the folders and records in it. */
import { html, icon, nothing } from '../look.js';
import { adb } from '../api.js';
import { folder } from '../folder.js';
import { say } from '../live.js';
import { link, number, pathText, size } from '../words.js';
import { preview } from './preview.js';
import { removeRecord } from './remove.js';

export function records(place) {
  const { db, names, at, writes, draw } = place;
  const reader = folder(db.dbId, names, at);
  let entries;
  let problem;
  let busy = false;
  let stat;

  async function more() {
    busy = true;
    draw();
    try {
      const next = await reader.next();
      entries = [...(entries ?? []), ...next];
      if (entries.length > next.length) {
        say(`${next.length} more`);
      }
    } catch (e) {
      problem = e.message;
    }
    busy = false;
    draw();
  }

  more();
  if (at === undefined) {
    adb.stat(db.dbId).then((answer) => {
      stat = answer;
      draw();
    }, () => {});
  }

  const to = (view, name) => link(db.dbId, view, [...names, ...(name === undefined ? [] : [name])], at);
  const up = () => location.assign(link(db.dbId, 'records', names.slice(0, -1), at));
  const remove = (entry) =>
    removeRecord(db.dbId, [...names, entry.name], () => {
      entries = entries.filter((one) => one !== entry);
      draw();
    });
  return {
    title: pathText(names),
    keys: [
      ...(writes ? [{ key: 'n', says: 'New record here', act: () => location.assign(to('new')) }] : []),
      { key: 'u', says: 'The folder above', act: up },
    ],
    view: () => html`<div class="head-row">
        <h1 tabindex="-1">${trail(place)}</h1>
        ${writes ? html`<a class="button main" href=${to('new')}>${icon('plus')}New record</a>` : nothing}
      </div>
      <p class="soft stat">${stat ? `${number(stat.records)} records in the database · ${number(stat.seq)} changes · ${size(stat.bytes)} on disk` : ' '}</p>
      ${problem ? html`<p class="notice bad" role="alert">${problem}</p>` : nothing}
      ${entries ? list(entries, to, writes ? remove : undefined) : problem ? nothing : html`<p class="panel soft" role="status">Asking…</p>`}
      ${entries && !reader.done
        ? html`<button class="button" aria-busy=${busy} @click=${() => busy || more()}>Show more</button>`
        : nothing}`,
  };
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

function list(entries, to, remove) {
  if (entries.length === 0) {
    return html`<p class="panel soft">Nothing is here.</p>`;
  }
  return html`<ul class="rows panel" aria-label="Folders and records">${entries.map((entry) => html`<li>
    ${entry.folder
      ? html`<a class="row folder" data-row href=${to('records', entry.name)}><b><bdi>${entry.name}</bdi><span aria-hidden="true">/</span></b><small>Folder</small></a>`
      : html`<a class="row" data-row href=${to('record', entry.name)}><b><bdi>${entry.name}</bdi></b><small class="peek">${preview(entry.record.value)}</small></a>
          ${remove
            ? html`<button class="icon-button danger" aria-label=${`Delete ${entry.name}`} title="Delete" @click=${() => remove(entry)}>${icon('remove')}</button>`
            : nothing}`}
  </li>`)}</ul>`;
}
