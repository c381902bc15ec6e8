/**
 * Follows what is written below a path while a view shows it. It rests while the page is hidden, and
 * goes on where it was.
 */
import { watch } from '/_atek/js/watch.js';

const PAUSE_MIN_MS = 2000;
const PAUSE_MAX_MS = 60_000;

/** How long somebody is shown that something has just changed. */
export const FRESH_MS = 15_000;

/**
 * @param {object} parts
 * @param {string} parts.dbId
 * @param {string[]} parts.path
 * @param {() => Promise<number | undefined>} parts.read reads what is shown, at the beginning and
 *   after a gap; gives the commit behind which changes are to be told, or undefined for none
 * @param {(changes: {path: string, seq: number, deleted?: boolean}[]) => void} parts.changed
 * @returns {() => void} ends it
 */
export function follow({ dbId, path, read, changed }) {
  const end = new AbortController();
  /** Of the stream that is open. */
  let stream;
  let from;
  let pause = PAUSE_MIN_MS;

  async function begin() {
    from = (await read()) ?? from;
    if (from !== undefined) {
      await listen();
    }
  }

  async function listen() {
    if (end.signal.aborted || document.hidden || stream) {
      return;
    }
    const mine = new AbortController();
    stream = mine;
    try {
      for await (const event of watch(dbId, { path, fromSeq: from }, mine.signal)) {
        from = event.seq;
        pause = PAUSE_MIN_MS;
        if (event.changes?.length > 0) {
          changed(event.changes);
        }
      }
    } catch (e) {
      if (!mine.signal.aborted && e.status !== 401) {
        // A purge or a compaction took what would have been told: only reading anew helps.
        setTimeout(() => stream === mine && again(), e.data?.oldest === undefined ? pause : 0);
        pause = Math.min(2 * pause, PAUSE_MAX_MS);
      }
    }
  }

  async function again() {
    stream = undefined;
    if (!end.signal.aborted) {
      await begin();
    }
  }

  function turned() {
    if (document.hidden) {
      stream?.abort();
      stream = undefined;
    } else if (from !== undefined) {
      listen();
    }
  }

  document.addEventListener('visibilitychange', turned, { signal: end.signal });
  begin();
  return () => {
    end.abort();
    stream?.abort();
  };
}

/** The last commit that can be read. */
export const readable = ({ seq, viewLag, building }) => (building ? seq : seq - viewLag);
