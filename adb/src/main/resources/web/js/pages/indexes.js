/** The indexes of a database, and how far they are. */
import { ask, html, icon, nothing, toast } from '../look.js';
import { adb } from '../api.js';
import { say } from '../live.js';
import { pathText } from '../words.js';
import { defineIndex } from './define-index.js';

const ASK_AGAIN_MS = 700;

export function indexes({ db, writes, draw }) {
  let list;
  let problem;
  let timer;

  async function load() {
    clearTimeout(timer);
    try {
      const building = list?.some(({ ready }) => !ready);
      list = await adb.indexList(db.dbId);
      if (list.some(({ ready }) => !ready)) {
        timer = setTimeout(load, ASK_AGAIN_MS);
      } else if (building) {
        say('The index is ready');
      }
    } catch (e) {
      problem = e.message;
    }
    draw();
  }

  const define = async () => (await defineIndex(db.dbId, {})) && load();
  const drop = ({ name }) =>
    ask({
      title: 'Drop this index?',
      body: html`Queries that need <code>${name}</code> may be refused afterwards. No record is lost, and it can be defined again.`,
      action: 'Drop',
      danger: true,
      act: async () => {
        await adb.indexDrop(db.dbId, name);
        toast(`Dropped ${name}.`);
        load();
      },
    });

  load();
  return {
    title: 'Indexes',
    close: () => clearTimeout(timer),
    keys: writes ? [{ key: 'n', says: 'New index', act: define }] : [],
    view: () => html`<div class="head-row"><h1 tabindex="-1">Indexes</h1>
        ${writes ? html`<button class="button main" @click=${define}>${icon('plus')}New index</button>` : nothing}</div>
      <p class="soft">An index finds and sorts records by some of their values, or finds words in them.</p>
      ${problem ? html`<p class="notice bad" role="alert">${problem}</p>` : nothing}
      ${list ? rows() : problem ? nothing : html`<p class="panel soft" role="status">Asking…</p>`}`,
  };

  function rows() {
    if (list.length === 0) {
      return html`<p class="panel soft">There are none.</p>`;
    }
    return html`<ul class="rows panel">${list.map(({ index, ready, progress }) => html`<li>
      <div class="row" data-row tabindex="-1"><b><bdi>${index.name}</bdi></b>
        <small>${index.kind === 'text' ? 'Words' : 'Values'} at ${index.pointers.map((one, i) => html`${i > 0 ? ', ' : nothing}<code>${one || 'the whole record'}</code>`)}
          of records below <bdi>${pathText(index.path)}</bdi></small>
        ${ready ? nothing : html`<progress max="1" value=${progress} aria-label=${`Building ${index.name}`}></progress>`}</div>
      <span class="badge">${ready ? 'Ready' : `${Math.floor(progress * 100)} %`}</span>
      ${writes ? html`<button class="icon-button danger" aria-label=${`Drop ${index.name}`} title="Drop" @click=${() => drop(index)}>${icon('remove')}</button>` : nothing}
    </li>`)}</ul>`;
  }
}
