/** What a database is, who may read it, how large it is; the way out of it and into it. */
import { ask, html, nothing, toast } from '../look.js';
import { adb } from '../api.js';
import { exported, imported } from '../transfer.js';
import { nameOf, number, size, time } from '../words.js';
import { accessFields } from './access.js';
import { storage } from './storage.js';

export function settings(place) {
  const { db, at, writes, draw } = place;
  const config = { alias: db.alias ?? '', access: db.access ?? 'private' };
  let stat;
  let problem;
  /** What is under way: `{says, share?}`. */
  let work;
  let stop = new AbortController();

  const kept = writes ? storage({ db, draw, measure }) : undefined;

  async function measure() {
    stat = await adb.stat(db.dbId);
    draw();
  }

  measure().catch(() => {});

  async function save(event) {
    event.preventDefault();
    try {
      await adb.dbConfigure(db.dbId, { access: config.access, ...(config.alias ? { alias: config.alias } : {}) });
      problem = undefined;
      toast('Saved.');
      dispatchEvent(new HashChangeEvent('hashchange'));
    } catch (e) {
      problem = e.message;
      draw();
    }
  }

  async function during(says, act) {
    stop = new AbortController();
    work = { says };
    draw();
    try {
      await act();
    } catch (e) {
      toast(e.name === 'AbortError' ? 'Stopped.' : e.message, e.name === 'AbortError' ? 'good' : 'bad');
    }
    work = undefined;
    draw();
  }

  const download = () =>
    during('Reading…', async () => {
      const blob = await exported(db.dbId, at, (records) => tell(`${number(records)} records read`), stop.signal);
      const url = URL.createObjectURL(blob);
      const anchor = Object.assign(document.createElement('a'), { href: url, download: `${fileName(db)}.jsonl` });
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      toast(`Exported ${size(blob.size)}.`);
    });

  function choose(event) {
    const [file] = event.target.files;
    event.target.value = '';
    if (file) {
      during('Writing…', async () => {
        const tellShare = (records, share) => tell(`${number(records)} records written`, share);
        const records = await imported(db.dbId, file, tellShare, stop.signal);
        toast(`Imported ${number(records)} records.`);
      });
    }
  }

  function tell(says, share) {
    work = { says, share };
    draw();
  }

  return {
    title: 'Settings',
    close: () => {
      stop.abort();
      kept?.close();
    },
    view: () => html`<h1 tabindex="-1">Settings</h1>
      <section class="panel"><h2>About</h2>${facts()}</section>
      ${writes
        ? html`<form class="panel" @submit=${save} autocomplete="off"><h2>Alias and access</h2>${accessFields(config)}
            ${problem ? html`<p class="notice bad" role="alert">${problem}</p>` : nothing}
            <div class="actions left"><button class="button main">Save</button></div></form>`
        : nothing}
      ${kept?.view() ?? nothing}
      <section class="panel"><h2>Export and import</h2>
        <p class="soft">A file of JSON Lines: one record with its path in each line.${writes ? ' What is imported replaces records of the same path.' : nothing}</p>
        <div class="actions left">
          <button class="button" ?disabled=${work !== undefined} @click=${download}>Export</button>
          ${writes
            ? html`<label class="button file">Import…<input type="file" class="unseen" accept=".jsonl,.ndjson,application/jsonl" ?disabled=${work !== undefined} @change=${choose}></label>`
            : nothing}
        </div>
        <div class="work" role="status">${work
          ? html`<progress max="1" value=${work.share ?? nothing} aria-label=${work.says}></progress><span>${work.says}</span>
              <button class="button" @click=${() => stop.abort()}>Stop</button>`
          : nothing}</div>
      </section>
      ${writes
        ? html`<section class="panel"><h2>Delete</h2><p class="soft">Nobody can read it afterwards. Its log stays on the disk of the server.</p>
            <div class="actions left"><button class="button danger quiet" @click=${() => remove(db)}>Delete this database</button></div></section>`
        : nothing}`,
  };

  function facts() {
    const fact = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
    const known = (value, says) => (stat ? says(value(stat)) : '…');
    return html`<dl class="facts">
      ${fact('Id', html`<code>${db.dbId}</code>`)} ${fact('Made', time(db.createdAt))}
      ${fact('Records', known((s) => s.records, number))} ${fact('Changes', known((s) => s.seq, number))}
      ${fact('Log on disk', known((s) => s.bytes, size))} ${fact('View on disk', known((s) => s.viewBytes, size))}
      ${stat?.viewLag ? fact('Not yet readable', `${number(stat.viewLag)} changes`) : nothing}
    </dl>`;
  }
}

/** A name that every system takes for a file. */
const fileName = (db) => nameOf(db).replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, '') || 'database';

function remove(db) {
  ask({
    title: `Delete ${nameOf(db)}?`,
    body: html`All its records are gone from sight, for every service that uses it. This page cannot take it back.`,
    action: 'Delete',
    danger: true,
    act: async () => {
      await adb.adminDeleteDb(db.dbId);
      location.assign('#/');
      toast(`Deleted ${nameOf(db)}.`);
    },
  });
}
