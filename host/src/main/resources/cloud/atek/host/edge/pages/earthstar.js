/**
 * Workspaces of signed documents, which homes share, from a page:
 *
 *     import { earthstar } from '/_atek/js/earthstar.js';
 *     const garden = await earthstar.create('garden');
 *     const suzy = await earthstar.author('suzy');
 *     await garden.set('/wiki/Flowers', 'Flowers are pretty', { author: suzy });
 *     for await (const documents of garden.living({ pathStartsWith: '/wiki/' })) { … }
 *
 * A page on a service's address has the workspaces that this service made or joined for the person
 * who is logged in, and the authors that it made. The secrets of authors stay at home, with
 * Earthstar, and sign there: a page says in whose name it writes, and never sees a secret. Every
 * call that is refused throws an RpcError.
 */
import { living } from './living.js';
import { create } from './rpc.js';
import { lasting, stream } from './stream.js';

export { RpcError } from './rpc.js';

const API = 'atek.cloud/earthstar-api';
const FORMAT = 'es.4';
const MICROS_PER_S = 1_000_000;

/**
 * @typedef {object} Document as it is exchanged
 * @property {string} path
 * @property {string} author
 * @property {number} timestamp microseconds since 1970
 * @property {string} [content] empty where it was deleted; see {@link contentOf}
 * @property {number} [deleteAfter] microseconds since 1970: the last moment at which it is there
 *
 * @typedef {object} Query what is absent is not asked for
 * @property {'latest' | 'all'} [history] the newest of each path, or of each author too
 * @property {string} [path]
 * @property {string} [pathStartsWith]
 * @property {string} [pathEndsWith]
 * @property {string} [author]
 * @property {string} [participatingAuthor] who wrote any version of the path
 * @property {number} [timestampGt] microseconds since 1970
 * @property {number} [timestampLt]
 * @property {number} [contentLengthGt] bytes; 0 passes over what was deleted
 * @property {number} [contentLengthLt]
 * @property {number} [limit] of a page, 1 to 1 000
 * @property {{path: string, author: string}} [after] the `after` of the page before
 *
 * @typedef {object} DocumentEvent
 * @property {'live' | 'document' | 'missed'} event `live` after each connection: what came before
 *   was missed, so ask for it
 * @property {Document} [document]
 * @property {boolean} [latest] whether it is the newest of its path
 * @property {boolean} [local] whether it was written at this home
 * @property {number} [missed] how many, because they were read too slowly: ask again
 */

/** Every method of the contract, `await api.documentGet(workspace, path)` and so on. */
const api = create(API);

export const earthstar = {
  api,

  /** The workspace with this address, which was joined already. @param {string} address */
  workspace(address) {
    return new Workspace(address);
  },

  /**
   * Makes one that nobody else knows yet.
   *
   * @param {string} name 1 to 15 lower-case letters and digits, a letter first
   */
  async create(name, format = FORMAT) {
    return new Workspace((await api.workspaceCreate(name, format)).workspace);
  },

  /** Joins one that somebody told of; doing it again is no error. @param {string} address */
  async join(address, format = FORMAT) {
    return new Workspace((await api.workspaceJoin(address, format)).workspace);
  },

  /** All that were made or joined, with what there is to know of them. */
  async list() {
    return (await api.workspaceList()).workspaces;
  },

  /** The addresses of the authors in whose names can be written. @returns {Promise<string[]>} */
  async authors(format = FORMAT) {
    const { keypairs } = await api.keypairList();
    return keypairs.filter((one) => one.format === format).map(({ author }) => author);
  },

  /**
   * The address of the author with this name, who is made when there is none.
   *
   * @param {string} name four lower-case letters or digits, a letter first
   * @returns {Promise<string>}
   */
  async author(name, format = FORMAT) {
    const known = (await this.authors(format)).find((one) => nameOf(one) === name);
    return known ?? (await api.keypairCreate(name, format)).author;
  },
};

export default earthstar;

/** The name in the address of a workspace or an author. @param {string} address */
export const nameOf = (address) => address.slice(1, address.indexOf('.'));

/** What a document says; es.3 calls it `value`. @param {any} document */
export const contentOf = (document) => document.content ?? document.value ?? '';

/** One workspace. */
export class Workspace {
  /** @type {string} */
  address;

  constructor(address) {
    this.address = address;
  }

  get name() {
    return nameOf(this.address);
  }

  /** How large it is, its settings, and how it is with its peers. */
  info() {
    return api.workspaceGet(this.address);
  }

  /**
   * Signs a document and keeps it: it is on disk when this is done.
   *
   * @param {string} path such as `/wiki/Flowers`
   * @param {string} content empty to delete
   * @param {{author: string, forSeconds?: number, timestamp?: number}} options `forSeconds` is how
   *   long it is there; its path then has an `!`
   * @returns {Promise<Document>}
   */
  set(path, content, { author, forSeconds, timestamp }) {
    const deleteAfter =
      forSeconds === undefined ? undefined : Date.now() * 1000 + forSeconds * MICROS_PER_S;
    return api.documentSet(this.address, { author, path, content, timestamp, deleteAfter });
  }

  /** The newest document of a path. @returns {Promise<Document | undefined>} */
  async get(path) {
    return (await api.documentGet(this.address, path)) ?? undefined;
  }

  /** What the newest document of a path says. @returns {Promise<string | undefined>} */
  async value(path) {
    const document = await this.get(path);
    return (document && contentOf(document)) || undefined;
  }

  /**
   * One page of documents, in the order of paths.
   *
   * @param {Query} [query]
   * @returns {Promise<{documents: Document[], after?: {path: string, author: string}}>}
   */
  query(query) {
    return api.documentQuery(this.address, query);
  }

  /**
   * All documents that fit, asked for a page at a time.
   *
   * @param {Query} [query]
   * @returns {AsyncGenerator<Document>}
   */
  async *documents(query) {
    let after;
    do {
      const page = await this.query({ ...query, ...(after ? { after } : {}) });
      yield* page.documents;
      ({ after } = page);
    } while (after);
  }

  /** Who wrote anything that is still there. @returns {Promise<string[]>} */
  async authors() {
    return (await api.authorList(this.address)).authors;
  }

  /**
   * Takes documents that others signed, at most 1 000 at a time.
   *
   * @param {Document[]} documents
   */
  ingest(documents) {
    return api.documentIngest(this.address, documents);
  }

  /**
   * What comes, written here or elsewhere, until the loop over it is left or `signal` ends it. When
   * the connection breaks it is made again, and tells `live` again.
   *
   * A browser has few connections to one address: a page follows once, not ten times.
   *
   * @param {{pathStartsWith?: string}} [options]
   * @param {{signal?: AbortSignal}} [control]
   * @returns {AsyncGenerator<DocumentEvent>}
   */
  async *follow(options = {}, { signal } = {}) {
    const connect = () => stream(API, 'subscribe', [this.address, options], signal);
    for await (const { name, data } of lasting(connect, signal)) {
      yield { event: name, ...data };
    }
  }

  /**
   * The newest documents that fit, as a list by their paths: at once, and again whenever it
   * changes. What was deleted or is over is not in it.
   *
   * @param {import('./living.js').Fit} [query]
   * @param {{signal?: AbortSignal}} [control]
   * @returns {AsyncGenerator<Document[]>}
   */
  living(query = {}, { signal } = {}) {
    return living(this, query, signal);
  }

  /** Syncs now with a peer that the owner set. @param {string} url */
  sync(url) {
    return api.sync(this.address, url);
  }

  /** The service has it no more, for this person. */
  leave() {
    return api.workspaceLeave(this.address);
  }
}
