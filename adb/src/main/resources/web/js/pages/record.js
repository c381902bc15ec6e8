/** One record: its JSON to read and to edit, and a new one. */
import { html, icon, nothing, toast } from '../look.js';
import { adb } from '../api.js';
import { draft } from '../drafts.js';
import { editor } from '../editor.js';
import { follow, FRESH_MS, readable } from '../follow.js';
import { print } from '../json.js';
import { say } from '../live.js';
import { autoName, link, namesIn, pathText, size } from '../words.js';
import { conflict } from './conflict.js';
import { purgeRecord } from './purge.js';
import { removeRecord } from './remove.js';

const INDENT = '  ';

const requireObject = (value) =>
  value === null || typeof value !== 'object' || Array.isArray(value)
    ? 'A record is an object: it begins with { and ends with }'
    : undefined;

export function record(place) {
  const { db, names, at, writes, draw } = place;
  const kept = draft();
  let found;
  let problem;
  let busy = false;
  let edit;
  let drafted = false;
  let clash;
  /** What somebody else made of it since it was opened: his record, or null when he deleted it. */
  let theirs;
  let heard = false;
  let fresh = false;
  let fading;

  async function load() {
    try {
      show(await adb.recordGet(db.dbId, names, at === undefined ? undefined : { at }));
    } catch (e) {
      problem = e.message;
    }
    draw();
  }

  /** What is written while it is read is told afterwards, rather than missed. */
  async function read() {
    const stat = await adb.stat(db.dbId).catch(() => undefined);
    await (edit ? look() : load());
    return found && stat && readable(stat);
  }

  function changed(changes) {
    if (changes.some(({ path }) => path === pathText(names))) {
      look();
    }
  }

  /** Looks whether somebody else changed it. What is typed here stays. */
  async function look() {
    heard = true;
    if (busy) {
      return;
    }
    heard = false;
    const next = await adb.recordGet(db.dbId, names).catch((e) => (e.data?.notFound === undefined ? undefined : null));
    if (next === undefined || busy || next?.seq === (theirs ?? found).seq) {
      return;
    }
    if (next && !dirty() && !clash) {
      kept.forget();
      keepingPlace(() => show(next));
      freshly();
    } else {
      theirs = next;
      clash &&= { ...clash, theirs: next ?? undefined, seq: next?.seq ?? 0 };
      draw();
    }
    say(next ? 'Somebody changed this record' : 'Somebody deleted this record');
  }

  function freshly() {
    fresh = true;
    draw();
    clearTimeout(fading);
    fading = setTimeout(() => {
      fresh = false;
      draw();
    }, FRESH_MS);
  }

  function compare() {
    const mine = edit.value();
    if (mine !== undefined) {
      clash = { mine, theirs: theirs ?? undefined, seq: theirs?.seq ?? 0 };
      draw();
      document.querySelector('.conflict h2')?.focus();
    }
  }

  function show(next) {
    found = next;
    clash = undefined;
    const before = writes ? kept.found() : undefined;
    theirs = before && before.seq !== next.seq ? next : undefined;
    drafted = before !== undefined;
    edit = editor({
      id: 'json',
      label: `JSON of ${pathText(names)}`,
      text: before?.text ?? print(next.value, INDENT),
      readonly: !writes,
      require: requireObject,
      changed: () => kept.keep(edit.text(), found.seq),
      draw,
    });
    found = before ? { ...next, seq: before.seq } : next;
    draw();
  }

  const dirty = () => edit.text() !== print(found.value, INDENT);

  /** @param {number} [expect] where the record must be, by its sequence */
  async function save(expect = found.seq) {
    const value = busy ? undefined : edit.value();
    if (value === undefined) {
      return;
    }
    busy = true;
    draw();
    try {
      const { seq } = await adb.batch(db.dbId, [{ op: 'put', path: names, value, expect }]);
      kept.forget();
      show({ ...found, value, seq });
      toast('Saved.');
    } catch (e) {
      await refused(e, value);
    }
    busy = false;
    draw();
    if (heard) {
      await look();
    }
  }

  async function refused(e, value) {
    if (e.data.conflicts) {
      const theirs = await adb.recordGet(db.dbId, names).catch(() => undefined);
      clash = { mine: value, theirs, seq: theirs?.seq ?? 0 };
      draw();
      document.querySelector('.conflict h2')?.focus();
    } else if (e.data.pointer !== undefined) {
      refuse(edit, e);
    } else {
      toast(e.message, 'bad');
    }
  }

  function discard() {
    kept.forget();
    edit = undefined;
    load();
  }

  const format = () => {
    const value = edit.value();
    if (value !== undefined) {
      edit.set(print(value, INDENT));
    }
  };
  const leave = () => location.assign(link(db.dbId, 'records', names.slice(0, -1), at));
  const gone = () => {
    kept.forget();
    leave();
  };

  const unfollow =
    at === undefined ? follow({ dbId: db.dbId, path: names.slice(0, -1), read, changed }) : void load();

  return {
    title: names.at(-1) ?? '',
    close: () => {
      clearTimeout(fading);
      unfollow?.();
    },
    keys: [
      { key: 'h', says: 'History of the record', act: () => location.assign(link(db.dbId, 'history', names, at)) },
      { key: 'e', says: 'Edit', act: () => document.querySelector('#json')?.focus() },
      { key: 'u', says: 'Its folder', act: leave },
      ...(writes
        ? [
            { key: 'Ctrl+s', says: 'Save', act: () => save() },
            { key: 'Ctrl+Enter', says: 'Save', act: () => save() },
          ]
        : []),
    ],
    view: () => html`<div class="head-row">${recordHeading(place)}
        <a class="button" href=${link(db.dbId, 'history', names, at)}>History</a>
      </div>
      ${problem ? html`<p class="notice bad" role="alert">${problem}</p>` : nothing}
      ${clash
        ? conflict({
            ...clash,
            mine: clash.mine,
            overwrite: () => save(clash.seq),
            take: () => (clash.theirs ? (kept.forget(), show(clash.theirs)) : (kept.forget(), leave())),
            back: () => {
              clash = undefined;
              draw();
              document.querySelector('#json')?.focus();
            },
          })
        : edit
          ? form()
          : problem
            ? nothing
            : html`<p class="panel soft" role="status">Asking…</p>`}`,
  };

  function bar() {
    const did = theirs ? 'Somebody changed this record' : 'Somebody deleted this record';
    return html`<div class="notice warn between">
      <div>${did}.${dirty() ? ' What you typed is still here.' : nothing}</div>
      ${theirs || dirty()
        ? html`<button class="button" @click=${compare}>Show</button>`
        : html`<a class="button" href=${link(db.dbId, 'history', names)}>History</a>`}
    </div>`;
  }

  function form() {
    return html`<section class="panel">
      ${drafted && dirty()
        ? html`<div class="notice warn"><div>This is what you typed before and did not save.
            <button class="link" @click=${discard}>Discard it</button></div></div>`
        : nothing}
      ${theirs === undefined ? nothing : bar()}
      ${edit.view()}
      <div class="actions left">
        ${writes
          ? html`<button class="button main" aria-busy=${busy} ?disabled=${!dirty()} @click=${() => save()}>Save</button>
              <button class="button" @click=${format}>Tidy up</button>
              <button class="button" ?disabled=${!dirty()} @click=${discard}>Discard</button>
              <button class="button danger quiet" @click=${() => removeRecord(db.dbId, names, gone)}>Delete</button>
              <button class="button danger quiet" @click=${() => purgeRecord(db.dbId, names, gone)}>Remove for good…</button>`
          : html`<small>${at === undefined ? 'You may read this record, not change it.' : 'To change it, go back to now.'}</small>`}
        <small class="end">${fresh ? html`<span class="fresh">changed just now</span> · ` : nothing}change ${found.seq} · ${size(new Blob([edit.text()]).size)}</small>
      </div>
    </section>`;
  }
}

/** Does what may set the text anew; the cursor and what is seen of the text stay. */
function keepingPlace(act) {
  const area = document.querySelector('#json');
  const place = area && [area.selectionStart, area.selectionEnd, area.scrollTop, area.scrollLeft];
  act();
  if (place && area.isConnected) {
    if (area === document.activeElement) {
      area.setSelectionRange(place[0], place[1]);
    }
    [, , area.scrollTop, area.scrollLeft] = place;
  }
}

/** In a batch, words and place begin with the number of the operation; here it is the only one. */
function refuse(edit, { message, data }) {
  edit.refuse(message.replace(/^Operation 0: /, ''), data.pointer.replace(/^\/0\/value/, ''));
}

/** The name of a record, below its folders. */
export function recordHeading({ db, names, at }) {
  const above = names.slice(0, -1);
  return html`<div>
    <p class="soft"><a href=${link(db.dbId, 'records', above, at)}><bdi>${pathText(above)}</bdi></a></p>
    <h1 tabindex="-1"><bdi>${names.at(-1)}</bdi></h1>
  </div>`;
}

/** A record that is not there yet, in the folder `names`. */
export function newRecord(place) {
  const { db, names, draw } = place;
  const kept = draft();
  const folder = names.length > 0 ? `${pathText(names)}/` : '/';
  let path = folder;
  let problem;
  const edit = editor({
    id: 'json',
    label: 'JSON of the new record',
    text: kept.found()?.text ?? '{\n  \n}',
    require: requireObject,
    changed: () => kept.keep(edit.text(), 0),
    draw,
  });

  async function create() {
    const value = edit.value();
    const to = namesIn(path);
    problem = to.length === 0 || path.endsWith('/') ? 'Give it a name, behind the last slash.' : undefined;
    draw();
    if (problem) {
      document.querySelector('#path').focus();
      return;
    }
    if (value === undefined) {
      return;
    }
    try {
      await adb.batch(db.dbId, [{ op: 'put', path: to, value, expect: 0 }]);
      kept.forget();
      location.assign(link(db.dbId, 'record', to));
    } catch (e) {
      if (e.data.conflicts) {
        problem = 'A record of this name is there already. Take another name.';
        draw();
        document.querySelector('#path').focus();
      } else if (e.data.pointer !== undefined) {
        refuse(edit, e);
      } else {
        toast(e.message, 'bad');
      }
    }
  }

  const named = (next) => {
    path = next;
    draw();
  };
  return {
    title: 'New record',
    keys: [
      { key: 'Ctrl+s', says: 'Create', act: create },
      { key: 'Ctrl+Enter', says: 'Create', act: create },
    ],
    view: () => html`<h1 tabindex="-1">New record</h1>
      <section class="panel">
        <div class="line">
          <label class="field"><span>Path</span><input id="path" class="mono" autocomplete="off" autocapitalize="none"
            spellcheck="false" aria-invalid=${problem ? 'true' : nothing} aria-describedby="path-problem" .value=${path}
            @input=${(e) => named(e.target.value)}></label>
          <button class="button" @click=${() => named(path.replace(/[^/]*$/, autoName(Date.now())))}>Make up a name</button>
        </div>
        <p class="problem" id="path-problem" role="alert">${problem ?? ' '}</p>
        ${edit.view()}
        <div class="actions left">
          <button class="button main" @click=${create}>${icon('plus')}Create</button>
          <a class="button" href=${link(db.dbId, 'records', names)}>Cancel</a>
        </div>
      </section>`,
  };
}
