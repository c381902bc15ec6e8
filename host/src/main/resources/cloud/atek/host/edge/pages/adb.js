/**
 * The document database of this cloud, from a page:
 *
 *     import { adb } from '/_atek/js/adb.js';
 *     const db = adb.db('main');
 *     await db.put('/notes/first', { text: 'Hello' });
 *     for await (const event of db.watch({ path: '/notes' })) { … }
 *
 * A page on a service's address has the databases of that service and of the person who is logged
 * in. Every call that is refused throws an RpcError; its `data` says more, such as `notFound` or
 * the `conflicts` of a batch.
 */
import { Blobs } from './blobs.js';
import { create } from './rpc.js';
import { watch } from './watch.js';

export { RpcError } from './rpc.js';
export { defineSchema, ValidationError } from './schema.js';

/**
 * @typedef {string | string[]} Path `/a/b`, or its names, which may have slashes in them
 *
 * @typedef {object} DbRecord
 * @property {string} key the last name; in a list, the path relative to the listed one
 * @property {string} path `/a/b`
 * @property {string} url `hyper://<dbId>/a/b`
 * @property {number} [seq] of the commit that wrote it; absent in the answer to a put
 * @property {any} value
 *
 * @typedef {number | string} Moment the sequence of a commit, or a time such as
 *   `2026-01-02T03:04:05Z`
 *
 * @typedef {object} ListOptions
 * @property {string} [lt] bounds of the key
 * @property {string} [lte]
 * @property {string} [gt]
 * @property {string} [gte]
 * @property {number} [limit] 1 to 100 000
 * @property {boolean} [reverse]
 * @property {Moment} [at] the state to list
 *
 * @typedef {object} Query
 * @property {Path} [path] records below it
 * @property {object} [where] such as `{'/author': {eq: 'Lem'}, '/year': {gte: 1960}}`
 * @property {(string | {pointer?: string, desc?: boolean})[]} [orderBy]
 * @property {string[]} [select] JSON pointers
 * @property {number} [limit] of a page, 0 to 1 000, 100 unless given
 * @property {string} [after] the `next` of the page before
 * @property {boolean} [count]
 *
 * @typedef {{records: DbRecord[], next?: string, count?: number}} Page
 *
 * @typedef {object} View
 * @property {string} name
 * @property {Path} [path] it is of the records below it
 * @property {object} [where] as in a query
 * @property {string[]} key JSON pointers, what the entries are sorted by
 * @property {string[]} [value] JSON pointers, what the entries have besides
 *
 * @typedef {object} Range
 * @property {any[]} [prefix] the beginning of a key, as the bounds are
 * @property {any[]} [lt]
 * @property {any[]} [lte]
 * @property {any[]} [gt]
 * @property {any[]} [gte]
 * @property {number} [limit] of a page, 1 to 1 000, 100 unless given
 * @property {boolean} [reverse]
 * @property {string} [after] the `next` of the page before
 *
 * @typedef {object} Operation
 * @property {'put' | 'delete'} op
 * @property {Path} path
 * @property {object} [value] of a put
 * @property {number} [expect] the sequence at which the record must be, 0 when there must be none
 */

const ID = /[0-9a-f]{64}/i;

/** Every method of the contract, `await api.recordGet(dbId, path)` and so on. */
const api = create('atek.cloud/adb-api');

export const adb = {
  api,

  /**
   * The database with this id, or the one that the service knows by this alias, which is made with
   * the first call when there is none.
   *
   * @param {string} idOrAlias
   * @param {{access?: 'private' | 'public'}} [config] of a database that is made
   */
  db(idOrAlias, config = {}) {
    return new Db(idOrAlias, config);
  },

  /** A new database. */
  async create(config = {}) {
    return new Db((await api.dbCreate(config)).dbId, config);
  },

  /** All databases of the service. */
  list() {
    return api.dbList();
  },

  /** Some databases, read as one. @param {Db[]} dbs 1 to 16 different ones */
  merge(dbs) {
    return new Merged(dbs);
  },
};

export default adb;

/** One database. */
export class Db {
  #found;
  #name;
  #config;

  /** Bytes of any kind, at paths of their own. */
  blobs = new Blobs(() => this.id());

  constructor(name, config) {
    this.#name = name;
    this.#config = config;
  }

  /** @returns {Promise<string>} 64 hex digits */
  id() {
    const known = ID.exec(this.#name);
    if (known) {
      return Promise.resolve(known[0].toLowerCase());
    }
    this.#found ??= api.dbGetOrCreate(this.#name, this.#config).then(
      ({ dbId }) => dbId,
      (refused) => {
        this.#found = undefined;
        throw refused;
      },
    );
    return this.#found;
  }

  /** Who owns it, its alias, who may read it. */
  async describe() {
    return api.dbDescribe(await this.id());
  }

  /** @param {{alias?: string, access?: 'private' | 'public'}} config what is to change */
  async configure(config) {
    return api.dbConfigure(await this.id(), config);
  }

  /** How large it is. */
  async stat() {
    return api.stat(await this.id());
  }

  /**
   * The records below a path, those in folders included, ordered by the bytes of their paths.
   *
   * @param {Path} [path]
   * @param {ListOptions} [options]
   * @returns {Promise<{records: DbRecord[]}>}
   */
  async list(path = '/', options) {
    return api.recordList(await this.id(), path, options);
  }

  /**
   * @param {Path} path
   * @param {{at?: Moment}} [options]
   * @returns {Promise<DbRecord>} refused when there is none
   */
  async get(path, options) {
    return api.recordGet(await this.id(), path, options);
  }

  /**
   * @param {Path} path
   * @param {{at?: Moment}} [options]
   * @returns {Promise<DbRecord | undefined>}
   */
  async find(path, options) {
    try {
      return await this.get(path, options);
    } catch (e) {
      if (e.data?.notFound === undefined) {
        throw e;
      }
      return undefined;
    }
  }

  /**
   * On disk when it is done.
   *
   * @param {Path} path
   * @param {object} value
   * @returns {Promise<DbRecord>}
   */
  async put(path, value) {
    return api.recordPut(await this.id(), path, value);
  }

  /** Deleting what is not there is no error. @param {Path} path */
  async delete(path) {
    return api.recordDelete(await this.id(), path);
  }

  /**
   * All of it in one commit, or nothing.
   *
   * @param {Operation[]} operations
   * @param {{expect?: Record<string, number> | {path: Path, seq: number}[]}} [options]
   * @returns {Promise<{seq: number}>} of the commit
   */
  async batch(operations, options) {
    return api.batch(await this.id(), operations, options);
  }

  /** @param {Query} query @returns {Promise<Page>} */
  async query(query) {
    return api.recordQuery(await this.id(), query);
  }

  /** How a query would be answered, and by which index. @param {Query} query */
  async explain(query) {
    return api.recordExplain(await this.id(), query);
  }

  /**
   * The records with all the words, the best first; wants an index of text.
   *
   * @param {{path?: Path, text: string, limit?: number, after?: string}} query
   * @returns {Promise<Page>}
   */
  async search(query) {
    return api.textSearch(await this.id(), query);
  }

  /**
   * What a record was, newest first.
   *
   * @param {Path} path
   * @param {{before?: number, limit?: number}} [options]
   */
  async history(path, options) {
    return api.recordHistory(await this.id(), path, options);
  }

  /**
   * The records that differ between two states.
   *
   * @param {{left: any, right?: any, path?: Path, tableIds?: string[]}} options
   * @returns {Promise<{left?: DbRecord, right?: DbRecord}[]>}
   */
  async diff(options) {
    return api.recordDiff(await this.id(), options);
  }

  /**
   * Makes a record what it was.
   *
   * @param {Path} path
   * @param {Moment} at
   * @returns {Promise<DbRecord | null>} null when it was not there
   */
  async restore(path, at) {
    return api.restore(await this.id(), path, at);
  }

  async indexes() {
    return api.indexList(await this.id());
  }

  async defineIndex(index) {
    return api.indexDefine(await this.id(), index);
  }

  /** @param {string} name */
  async dropIndex(name) {
    return api.indexDrop(await this.id(), name);
  }

  /** @returns {Promise<{view: View, ready: boolean, progress: number, cut: number}[]>} */
  async views() {
    return api.viewList(await this.id());
  }

  /** On disk when it is done; what is there already is built in the background. @param {View} view */
  async defineView(view) {
    return api.viewDefine(await this.id(), view);
  }

  /**
   * Entries of a view, a page at a time; refused while it is being built.
   *
   * @param {string} name
   * @param {Range} [range]
   * @returns {Promise<{entries: {key: any[], path: string, url: string, seq: number,
   *   value?: any[]}[], next?: string}>}
   */
  async view(name, range) {
    return api.viewGet(await this.id(), name, range);
  }

  /** @param {string} name */
  async dropView(name) {
    return api.viewDrop(await this.id(), name);
  }

  /**
   * The changes of records as they come, until the loop over them is left or `signal` ends it. When
   * the connection breaks it is made again, and goes on where it was.
   *
   * A browser has few connections to one address: a page watches with one or two, not with ten.
   *
   * @param {{path?: Path, where?: object, fromSeq?: number}} [options] `fromSeq` is the last commit
   *   that is known: changes after it. Without it, those from now on
   * @param {{signal?: AbortSignal}} [control]
   * @returns {AsyncGenerator<import('./watch.js').WatchEvent>}
   */
  async *watch(options = {}, control = {}) {
    yield* watch(await this.id(), options, control.signal);
  }
}

/** Some databases, read as one. */
export class Merged {
  #dbs;

  constructor(dbs) {
    this.#dbs = dbs;
  }

  /**
   * The records below a path, by path and then in the order of the databases; their `url` tells
   * whose a record is.
   *
   * @param {Path} [path]
   * @param {{lt?: string, lte?: string, gt?: string, gte?: string, limit?: number,
   *   reverse?: boolean, after?: string}} [options] `after` is the `next` of the page before
   * @returns {Promise<{records: DbRecord[], next?: string}>}
   */
  async list(path = '/', options) {
    const ids = await Promise.all(this.#dbs.map((db) => db.id()));
    return api.recordMerge(ids, path, options);
  }
}
