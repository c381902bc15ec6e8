/**
 * One level of a database: the records and the folders right below a path, a page at a time. ADB
 * lists records through all levels, in the order of their paths; a folder that was seen once is
 * jumped over.
 */
import { adb } from './api.js';

/** Entries of one page. */
export const PAGE_ENTRIES = 100;

/** Records that one call asks for: few while folders are jumped over, for most would be thrown away. */
const STEP_MIN = 8;

/**
 * @typedef {{name: string, folder: true} | {name: string, folder: false, record: any}} Entry
 * @param {string} dbId
 * @param {string[]} names the path
 * @param {number | string | undefined} at
 */
export function folder(dbId, names, at) {
  /** The last folder that was jumped over. */
  let behind;
  let options = {};
  let step = PAGE_ENTRIES;
  const reader = { done: false, next };

  /** @returns {Promise<Entry[]>} the next page; the last one when `reader.done` */
  async function next() {
    const entries = [];
    while (entries.length < PAGE_ENTRIES && !reader.done) {
      const limit = Math.min(step, PAGE_ENTRIES + 1 - entries.length);
      const { records } = await adb.recordList(dbId, names, { ...options, limit, ...(at === undefined ? {} : { at }) });
      const before = entries.length;
      take(records, entries);
      reader.done = records.length < limit;
      step = entries.length - before > limit / 2 ? PAGE_ENTRIES : STEP_MIN;
    }
    return entries;
  }

  function take(records, entries) {
    for (const record of records) {
      const name = record.key.split('/', 1)[0];
      if (name === record.key || name === behind) {
        // Behind a folder, only a name with a slash in it can begin as the folder does.
        entries.push({ name: record.key, folder: false, record });
      } else if (entries.at(-1)?.name !== name || !entries.at(-1).folder) {
        entries.push({ name, folder: true });
      }
    }
    const last = records.at(-1);
    const within = last?.key.split('/', 1)[0];
    if (last && within !== last.key && within !== behind) {
      behind = within;
      // NUL parts the names of a path, so this is the first that is behind the folder.
      options = { gte: `${within}\u0001` };
    } else if (last) {
      options = { gt: last.key };
      if (within !== last.key) {
        // A bound cannot say a slash in a name: past all that begin so.
        options = { gte: `${within}0` };
      }
    }
  }

  return reader;
}
