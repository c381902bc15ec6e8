/**
 * One level of a database as it is shown: the pages that were asked for, what changed in them just
 * now, and what is not there any more but was a moment ago.
 */
import { FRESH_MS } from './follow.js';
import { folder } from './folder.js';
import { namesIn } from './words.js';

/** @typedef {import('./folder.js').Entry & {gone?: boolean}} Shown */

/** @param {import('./folder.js').Entry} entry */
export const keyOf = ({ name, folder }) => `${folder ? 'folder' : 'record'} ${name}`;

export function level(dbId, names, at) {
  let reader = folder(dbId, names, at);
  /** When what changed, by its key. */
  const changes = new Map();
  /** Reads one after the other: the reader knows one place only. */
  let turn = Promise.resolve();
  const shown = {
    /** @type {Shown[] | undefined} */
    entries: undefined,
    done: () => reader.done,
    more: () => inTurn(more),
    again: () => inTurn(again),
    isFresh: (entry) => Date.now() - (changes.get(keyOf(entry)) ?? -FRESH_MS) < FRESH_MS,
    note,
    settle,
    forget: (entry) => {
      shown.entries = shown.entries.filter((one) => keyOf(one) !== keyOf(entry));
      changes.delete(keyOf(entry));
    },
  };

  function inTurn(act) {
    const done = turn.then(act);
    turn = done.catch(() => {});
    return done;
  }

  /** @returns {Promise<number>} how many came */
  async function more() {
    const next = await reader.next();
    shown.entries = [...(shown.entries ?? []), ...next];
    return next.length;
  }

  /** As many as there are now, read anew. */
  async function again() {
    const next = folder(dbId, names, at);
    const found = await next.next();
    while (!next.done && found.length < (shown.entries?.length ?? 0)) {
      found.push(...(await next.next()));
    }
    reader = next;
    shown.entries = withGone(found);
  }

  function withGone(found) {
    const all = [...found];
    let place = 0;
    for (const entry of shown.entries ?? []) {
      const i = all.findIndex((one) => keyOf(one) === keyOf(entry));
      if (i >= 0) {
        place = i + 1;
      } else if (shown.isFresh(entry)) {
        all.splice(place++, 0, { ...entry, gone: true });
      }
    }
    return all;
  }

  /** Marks what changed. @param {{path: string}[]} list of records below this level */
  function note(list) {
    for (const { path } of list) {
      const [name, ...below] = namesIn(path).slice(names.length);
      changes.set(keyOf({ name, folder: below.length > 0 }), Date.now());
    }
  }

  /** Lets go of what was gone for a while, but not of what has the focus. */
  function settle(hasFocus) {
    shown.entries = shown.entries?.filter((entry) => !entry.gone || shown.isFresh(entry) || hasFocus(entry));
  }

  return shown;
}
