/** One lobby: its documents, who I am in it, and who is here. */
import { contentOf, earthstar, nameOf } from '/_atek/js/earthstar.js';

/** Whoever is here says so so often, and is gone when he said nothing for the longer time. */
const HERE_EVERY_MS = 30_000;
const HERE_S = 75;

/** What is said is over after thirty days. */
const SAID_S = 30 * 24 * 3600;

const NAMES = '/lobby/name/';
const HERE = '/lobby/here/';
const CHAT = '/chat/';
const WIKI = '/wiki/';

/** Longest path of es.4 is 512; what stands before the name of a page is short. */
const PAGE_LENGTH_MAX = 480;

export class Room {
  /** All documents that are there, once they are known. @type {any[] | undefined} */
  documents;

  /** In whose name is written. @type {string | undefined} */
  me;

  /** Why nothing can be shown. @type {string | undefined} */
  problem;

  #names = new Map();
  #where = '';
  #end = new AbortController();
  #changed;
  #timer;

  /**
   * @param {string} address
   * @param {() => void} changed
   */
  constructor(address, changed) {
    this.address = address;
    this.workspace = earthstar.workspace(address);
    this.#changed = changed;
    this.#follow();
    document.addEventListener('visibilitychange', () => this.#beat(), { signal: this.#end.signal });
  }

  async #follow() {
    try {
      [this.me] = await earthstar.authors();
      const { signal } = this.#end;
      for await (const documents of this.workspace.living({}, { signal })) {
        this.documents = documents;
        this.#names = new Map(this.below(NAMES).map((one) => [one.author, contentOf(one)]));
        this.#changed();
        this.#timer ??= this.#begin();
      }
    } catch (e) {
      if (e.status === 401) {
        // The host leads a page without a session to the login.
        location.reload();
      } else if (!this.#end.signal.aborted) {
        this.problem = e.message;
        this.#changed();
      }
    }
  }

  #begin() {
    return setInterval(() => this.#beat(), HERE_EVERY_MS);
  }

  below(prefix) {
    return this.documents.filter(({ path }) => path.startsWith(prefix));
  }

  /** Whether the others know what I am called. */
  get introduced() {
    return this.me !== undefined && this.#names.has(this.me);
  }

  /** Tells the others what I am called; makes an author at the first time. */
  async introduce(name) {
    this.me ??= await earthstar.author(shortened(name));
    await this.#write(`${NAMES}~${this.me}`, name);
  }

  /** What an author calls himself, or the short name in his address. */
  callOf(author) {
    return this.#names.get(author) ?? nameOf(author);
  }

  /** Who is here now, and where. */
  get people() {
    return this.below(HERE)
      .map((one) => ({ author: one.author, name: this.callOf(one.author), where: contentOf(one) }))
      .sort((a, b) => a.name.localeCompare(b.name) || (a.author < b.author ? -1 : 1));
  }

  /** Tells the others where I am. @param {string} where a few words */
  async be(where) {
    if (where !== this.#where) {
      this.#where = where;
      await this.#beat();
    }
  }

  async #beat() {
    if (!this.documents || !this.introduced || document.hidden || !this.#where) {
      return;
    }
    try {
      await this.#write(`${HERE}~${this.me}/!`, this.#where, HERE_S);
    } catch {
      // That I am here is told again soon, and no harm when it is not.
    }
  }

  /** What was said, the oldest first. */
  get talk() {
    return this.below(CHAT).sort((a, b) => a.timestamp - b.timestamp || (a.path < b.path ? -1 : 1));
  }

  /** @param {string} text */
  say(text) {
    const number = `${Date.now()}-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
    return this.#write(`${CHAT}~${this.me}/${number}!`, text, SAID_S);
  }

  /** All pages, by their names. */
  get pages() {
    return this.below(WIKI)
      .map((one) => ({ name: decoded(one.path.slice(WIKI.length)), document: one }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  page(name) {
    const path = pathOf(name);
    return this.documents.find((one) => one.path === path);
  }

  /** What each author wrote last on a page, the newest first. */
  async versions(name) {
    const { documents } = await this.workspace.query({ path: pathOf(name), history: 'all' });
    return documents.sort((a, b) => b.timestamp - a.timestamp);
  }

  /** @param {string} text empty to delete the page */
  writePage(name, text) {
    const path = pathOf(name);
    if (path.length > PAGE_LENGTH_MAX) {
      throw new Error('This name is too long for a page.');
    }
    return this.#write(path, text);
  }

  #write(path, content, forSeconds) {
    return this.workspace.set(path, content, { author: this.me, forSeconds });
  }

  close() {
    this.#end.abort();
    clearInterval(this.#timer);
  }
}

/** Of what stands in paths these would make it an owner's, or over some day. */
const pathOf = (name) =>
  WIKI +
  encodeURIComponent(name).replace(/[!~*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The four letters that stand in the address of an author. */
function shortened(name) {
  const letters = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^[0-9]+/, '');
  return `${letters}xxxx`.slice(0, 4);
}
