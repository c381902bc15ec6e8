/** Questions to a database: by a form, as JSON, or by words. */
import { html, nothing } from '../look.js';
import { adb } from '../api.js';
import { editor } from '../editor.js';
import { placesIn } from '../filter.js';
import { print } from '../json.js';
import { say } from '../live.js';
import { link, namesIn, number } from '../words.js';
import { defineIndex } from './define-index.js';
import { planText, pointersOf } from './plan.js';
import { preview } from './preview.js';
import { EMPTY, formOf, queryForm, queryOf } from './query-form.js';

const PAGE_RECORDS = 50;
const SAMPLE_RECORDS = 30;

/** A refusal that names its place in the query: "… fit: /where/~1a/foo: no operator". */
const PLACED = /fit: (\/\S+): ([^]*)$/;
const MODES = [
  ['form', 'Form'],
  ['json', 'JSON'],
  ['words', 'Words'],
];

export function query(place) {
  const { db, at, writes, draw } = place;
  let mode = 'form';
  let form = EMPTY;
  let words = { path: '/', text: '' };
  let places = [];
  let note;
  let problem;
  let busy = false;
  /** What was asked, and its answer so far. */
  let asked;
  /** The state that is asked; a query in JSON may name another. */
  const past = at === undefined ? {} : { at };
  const json = editor({ id: 'query', label: 'The query as JSON', text: '', draw });

  adb.recordQuery(db.dbId, { limit: SAMPLE_RECORDS, ...past }).then(({ records }) => {
    places = placesIn(records);
    draw();
  }, () => {});

  function turn(next) {
    note = undefined;
    if (mode === 'form' && next === 'json') {
      json.set(print(queryOf(form), '  '));
    } else if (mode === 'json' && next === 'form') {
      const value = json.value();
      const said = value && formOf(value);
      if (!said) {
        note = value ? 'This query says more than the form can: go on with it as JSON.' : undefined;
        draw();
        return;
      }
      form = said;
    }
    mode = next;
    draw();
  }

  function wanted() {
    if (mode === 'json') {
      return json.value();
    }
    return mode === 'form' ? queryOf(form) : { path: namesIn(words.path), text: words.text };
  }

  async function run(event) {
    event?.preventDefault();
    const query = busy ? undefined : wanted();
    if (query) {
      asked =
        mode === 'words'
          ? { query, method: 'textSearch', records: [] }
          : { query: { ...past, ...query }, method: 'recordQuery', records: [] };
      await page({ limit: PAGE_RECORDS });
    }
  }

  async function page(more) {
    const mine = asked;
    busy = true;
    problem = undefined;
    draw();
    try {
      const query = { ...more, ...mine.query, ...(more.after ? { after: more.after } : {}) };
      const plan = mine.plan ?? (await planOf(mine.method, query));
      mine.plan = plan;
      const { records, next } = await adb[mine.method](db.dbId, query);
      asked = { ...mine, plan, next, answered: true, records: [...mine.records, ...records] };
      say(`${asked.records.length} found${next ? ', and there are more' : ''}`);
    } catch (e) {
      refused(e);
    }
    busy = false;
    draw();
  }

  function planOf(method, query) {
    if (method === 'textSearch') {
      return undefined;
    }
    return query.at === undefined ? adb.recordExplain(db.dbId, query) : { at: query.at };
  }

  function refused(e) {
    const said = PLACED.exec(e.message);
    if (mode === 'json' && said) {
      json.refuse(said[2], said[1]);
    } else {
      problem = e.message;
    }
  }

  async function count() {
    const mine = asked;
    try {
      const { count } = await adb.recordQuery(db.dbId, { ...mine.query, limit: 0, count: true });
      mine.count = count;
      say(`${count} in all`);
    } catch (e) {
      problem = e.message;
    }
    draw();
  }

  const define = (kind) =>
    defineIndex(db.dbId, {
      kind,
      path: kind === 'text' ? words.path : form.path,
      pointers: asked?.query && kind === 'value' ? pointersOf(asked.query) : [],
    });

  return {
    title: 'Query',
    keys: [
      { key: 'Ctrl+Enter', says: 'Ask', act: () => run() },
      { key: '/', says: 'Edit the query', act: () => document.querySelector('.ask input, .ask textarea')?.focus() },
    ],
    view: () => html`<h1 tabindex="-1">Query</h1>
      <form class="panel ask" @submit=${run}>
        <div class="switch" role="radiogroup" aria-label="How to ask">${MODES.map(([id, title]) => html`<label><input type="radio" name="mode"
            value=${id} .checked=${mode === id} @change=${() => turn(id)}><span>${title}</span></label>`)}</div>
        ${note ? html`<p class="notice warn" role="alert">${note}</p>` : nothing}
        ${mode === 'json' ? json.view() : mode === 'form' ? queryForm(form, change, places) : wordForm()}
        <div class="actions left"><button class="button main" aria-busy=${busy}>Ask</button></div>
      </form>
      ${problem
        ? html`<div class="notice bad" role="alert"><div>${problem}${writes
            ? html` <button class="link" @click=${() => define(mode === 'words' ? 'text' : 'value')}>Define an index…</button>`
            : nothing}</div></div>`
        : nothing}
      ${asked?.plan && !asked.plan.refusal ? html`<p class="soft plan">${planText(asked.plan)}</p>` : nothing}
      ${asked?.answered ? answer() : nothing}`,
  };

  function change(next) {
    form = { ...form, ...next };
    draw();
  }

  function wordForm() {
    const field = (name, label, hint) => html`<label class="field"><span>${label}</span><input autocomplete="off" autocapitalize="none"
      .value=${words[name]} @input=${(e) => {
        words[name] = e.target.value;
      }}><small>${hint}</small></label>`;
    return html`${at === undefined ? nothing : html`<p class="notice warn">Words are found in what is there now, not at the time you look at.</p>`}
      ${field('text', 'Words', 'All must be there. "Two words" in quotes stand together; a star ends a beginning: plan*')}
      ${field('path', 'Records below', 'A folder that has an index of words, or the slash alone')}`;
  }

  function answer() {
    const { records, next } = asked;
    if (records.length === 0) {
      return html`<p class="panel soft">Nothing is found.</p>`;
    }
    return html`<div class="head-row"><h2>${number(records.length)}${next ? ' or more' : ''} found</h2>
        ${next && asked.method === 'recordQuery'
          ? asked.count === undefined
            ? html`<button class="button" @click=${count}>Count them all</button>`
            : html`<p>${number(asked.count)} in all</p>`
          : nothing}</div>
      <ul class="rows panel" aria-label="Found records">${records.map((record) => html`<li><a class="row" data-row
          href=${link(db.dbId, 'record', namesIn(record.path), asked.query.at)}><b><bdi>${record.path}</bdi></b><small class="peek">${preview(record.value)}</small></a></li>`)}</ul>
      ${next ? html`<button class="button" aria-busy=${busy} @click=${() => busy || page({ limit: PAGE_RECORDS, after: next })}>Show more</button>` : nothing}`;
  }
}
