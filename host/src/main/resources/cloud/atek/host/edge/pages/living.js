/**
 * Lists of documents that stay true. Pages use them by `workspace.living(…)`.
 */

/**
 * @typedef {import('./earthstar.js').Document} Document
 *
 * @typedef {object} Fit what is absent is not asked for
 * @property {string} [path]
 * @property {string} [pathStartsWith]
 * @property {string} [pathEndsWith]
 * @property {string} [author] of the newest document
 * @property {number} [timestampGt] microseconds since 1970
 */

/** What comes in one go makes one list. */
const TOGETHER_MS = 30;

/** Timers count no further than 24 days. */
const SLEEP_MAX_MS = 3_600_000;

const TESTS = {
  path: (document, path) => document.path === path,
  pathStartsWith: (document, start) => document.path.startsWith(start),
  pathEndsWith: (document, end) => document.path.endsWith(end),
  author: (document, author) => document.author === author,
  timestampGt: (document, time) => document.timestamp > time,
};

/**
 * @param {import('./earthstar.js').Workspace} workspace
 * @param {Fit} fit
 * @param {AbortSignal} [signal]
 * @returns {AsyncGenerator<Document[]>}
 */
export async function* living(workspace, fit, signal) {
  const unknown = Object.keys(fit).find((key) => !Object.hasOwn(TESTS, key));
  if (unknown) {
    throw new TypeError(`A living list knows no "${unknown}": want ${Object.keys(TESTS).join(', ')}`);
  }
  const own = new AbortController();
  const end = () => own.abort();
  signal?.addEventListener('abort', end);
  try {
    yield* lists(workspace, new Shelf(fit), own.signal);
  } finally {
    signal?.removeEventListener('abort', end);
    end();
  }
}

async function* lists(workspace, shelf, signal) {
  const events = workspace.follow({ pathStartsWith: shelf.start }, { signal });
  let next = told(events);
  let due = Infinity;
  while (!signal.aborted) {
    const said = await firstOf(next, Math.min(due, shelf.nextOver()));
    if (said?.done) {
      return;
    }
    if (said) {
      next = told(events);
      due = Math.min(due, await heard(said.value, workspace, shelf));
    }
    const changed = shelf.sweep() || Date.now() >= due;
    if (changed && !signal.aborted) {
      due = Infinity;
      yield shelf.list();
    }
  }
}

/** The next event. Nobody may be waiting for it any more when it fails. */
function told(events) {
  const next = events.next();
  next.catch(() => {});
  return next;
}

/** @returns {Promise<number>} when the list is to be shown, in milliseconds since 1970 */
async function heard(event, workspace, shelf) {
  if (event.event === 'document') {
    return shelf.take(event) ? Date.now() + TOGETHER_MS : Infinity;
  }
  await shelf.fill(workspace);
  return Date.now();
}

/** What was promised, or nothing when it did not come until `time`. */
async function firstOf(promised, time) {
  let timer;
  const wait = Math.min(Math.max(0, time - Date.now()), SLEEP_MAX_MS);
  const passed = new Promise((done) => {
    timer = setTimeout(done, wait);
  });
  try {
    return await Promise.race([promised, passed]);
  } finally {
    clearTimeout(timer);
  }
}

/** The newest documents that fit, by their paths. */
class Shelf {
  #fit;
  #kept = new Map();

  /** When those that end by themselves are over, by their paths, in milliseconds since 1970. */
  #ends = new Map();

  constructor(fit) {
    this.#fit = fit;
  }

  /** How the paths begin. */
  get start() {
    return this.#fit.path ?? this.#fit.pathStartsWith;
  }

  async fill(workspace) {
    const documents = [];
    for await (const document of workspace.documents({ ...this.#fit, contentLengthGt: 0 })) {
      documents.push(document);
    }
    this.#kept.clear();
    this.#ends.clear();
    documents.forEach((document) => this.#put(document));
  }

  /** @returns {boolean} whether the list, or what its authors wrote before, is another one now */
  take({ document, latest }) {
    const known = this.#kept.get(document.path);
    const fits = Object.entries(this.#fit).every(([key, wanted]) => TESTS[key](document, wanted));
    if (!latest || (known && known.timestamp > document.timestamp)) {
      return fits && known !== undefined;
    }
    const there = (document.content ?? document.value) !== '';
    if (there && fits) {
      this.#put(document);
      return true;
    }
    return this.#remove(document.path);
  }

  #put(document) {
    this.#kept.set(document.path, document);
    if (typeof document.deleteAfter === 'number') {
      this.#ends.set(document.path, document.deleteAfter / 1000 + 1);
    }
  }

  #remove(path) {
    this.#ends.delete(path);
    return this.#kept.delete(path);
  }

  /** When the next one is over, in milliseconds since 1970. */
  nextOver() {
    return [...this.#ends.values()].reduce((a, b) => Math.min(a, b), Infinity);
  }

  /** Removes those that are over. @returns {boolean} whether there were any */
  sweep() {
    const now = Date.now();
    const over = [...this.#ends].filter(([, time]) => time <= now);
    over.forEach(([path]) => this.#remove(path));
    return over.length > 0;
  }

  list() {
    return [...this.#kept.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}
