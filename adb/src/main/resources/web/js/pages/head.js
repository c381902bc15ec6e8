/** What stands above every view of one database: its name, the way to a record, the tabs, the time. */
import { html, icon, nothing } from '../look.js';
import { adb } from '../api.js';
import { link, moment, nameOf, namesIn } from '../words.js';

const TABS = [
  ['records', 'Records'],
  ['query', 'Query'],
  ['indexes', 'Indexes'],
  ['files', 'Files'],
  ['changes', 'Changes'],
  ['settings', 'Settings'],
];

/** Views of one record belong to the first tab. */
const tabOf = (name) => (TABS.some(([one]) => one === name) ? name : 'records');

/** A date of this place's clock, as the field for it wants it. */
const local = (date) => new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);

export function headed(place, name, inner) {
  const { db, at, draw } = place;
  const go = (view) => () => location.assign(link(db.dbId, view, [], at));
  let open = false;
  let last;
  /** Where the slider stands. */
  let chosen = typeof at === 'number' ? at : undefined;

  async function toggle() {
    open = !open;
    draw();
    last ??= (await adb.stat(db.dbId).catch(() => undefined))?.seq;
    draw();
  }

  function choose(change) {
    chosen = change;
    draw();
  }

  return {
    ...inner,
    title: `${inner.title} · ${nameOf(db)}`,
    keys: [
      ...TABS.map(([view, title], i) => ({ key: String(i + 1), says: title, act: go(view) })),
      { key: 'g', says: 'Go to a record or folder', act: () => document.querySelector('#goto').focus() },
      { key: 't', says: 'Look at another time', act: toggle },
      ...(inner.keys ?? []),
    ],
    view: () => html`
      <nav class="crumbs" aria-label="Where you are"><a href="#/">Databases</a> / <a
          href=${link(db.dbId, 'records', [], at)}><bdi>${nameOf(db)}</bdi></a></nav>
      <div class="head">
        <nav class="tabs" aria-label="Database">
          ${TABS.map(([view, title]) => html`<a href=${link(db.dbId, view, [], at)}
              aria-current=${view === tabOf(name) ? 'page' : nothing}>${title}</a>`)}
        </nav>
        <div class="tools">
          <form class="goto" role="search" @submit=${(event) => goTo(event, place)}>
            <label class="unseen" for="goto">Go to a record or folder</label>
            <input id="goto" name="path" placeholder="Go to /folder/record" autocomplete="off" autocapitalize="none" spellcheck="false">
          </form>
          <button class="button" aria-expanded=${open} aria-controls="when" @click=${toggle}>${icon('restart')}Time</button>
        </div>
      </div>
      <div id="when" ?hidden=${!open}>${open ? chooser(place, name, { last, chosen: chosen ?? last ?? 0, choose }) : nothing}</div>
      ${at === undefined ? nothing : banner(place, name)}
      ${inner.view()}`,
  };
}

function banner({ db, at, names }, name) {
  const to = (other) => link(db.dbId, name === 'new' ? 'records' : name, names, other);
  return html`<div class="notice warn past" role="status"><div><b>You look at the past: ${moment(at)}.</b>
    Nothing can be changed here.</div>
    <div class="actions left">
      ${typeof at === 'number'
        ? html`<a class="button" href=${to(Math.max(0, at - 1))}>One earlier</a><a class="button" href=${to(at + 1)}>One later</a>`
        : nothing}
      <a class="button main" href=${to(undefined)}>Back to now</a>
    </div></div>`;
}

/** The whole database at a time, or after one of its changes. */
function chooser({ db, at, names }, name, { last, chosen, choose }) {
  const show = (moment) => location.assign(link(db.dbId, name === 'new' ? 'records' : name, names, moment));
  return html`<div class="panel when">
    <form class="line" @submit=${(event) => {
      event.preventDefault();
      show(new Date(event.target.elements.time.value).toISOString());
    }}>
      <label class="field"><span>At a time</span><input name="time" type="datetime-local" step="1" required
        .defaultValue=${local(typeof at === 'string' ? new Date(at) : new Date())}></label>
      <button class="button">Look</button>
    </form>
    <form class="line" @submit=${(event) => {
      event.preventDefault();
      show(Number(event.target.elements.change.value));
    }}>
      <label class="field"><span>After change <output id="change-number">${chosen}</output>${last === undefined ? nothing : ` of ${last}`}</span>
        <input name="change" type="range" min="0" max=${last ?? chosen} .value=${String(chosen)}
          @input=${(event) => choose(Number(event.target.value))}></label>
      <button class="button">Look</button>
    </form>
  </div>`;
}

/** To the record of this path when there is one, else to the folder. */
async function goTo(event, { db, at }) {
  event.preventDefault();
  const names = namesIn(event.target.elements.path.value);
  event.target.reset();
  const found = await adb.recordGet(db.dbId, names, at === undefined ? undefined : { at }).catch(() => undefined);
  location.assign(link(db.dbId, found && names.length > 0 ? 'record' : 'records', names, at));
}
