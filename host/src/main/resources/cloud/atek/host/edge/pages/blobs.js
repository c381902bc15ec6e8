/**
 * Bytes of any kind at key paths of a database. Pages use them by `adb.db(…).blobs`.
 */
import { RpcError, create } from './rpc.js';

/**
 * @typedef {import('./adb.js').Path} Path
 *
 * @typedef {object} BlobInfo
 * @property {string} key the last name; in a list, the path relative to the listed one
 * @property {string} path `/a/b`
 * @property {string} url where this page fetches it
 * @property {number} seq of the commit that put it
 * @property {number} size in bytes
 * @property {string} type the media type that its writer gave it
 * @property {string} hash SHA-256 of the content, 64 hex digits
 */

const URL = '/_atek/gateway?api=atek.cloud/adb-blobs';
const BYTES = 'application/octet-stream';

const api = create('atek.cloud/adb-api');

/** The blobs of one database. */
export class Blobs {
  #id;

  /** @param {() => Promise<string>} id of the database */
  constructor(id) {
    this.#id = id;
  }

  /**
   * Where this page fetches a blob, or has an `<img>` show it.
   *
   * @param {Path} path
   * @returns {Promise<string>}
   */
  async url(path) {
    const written = Array.isArray(path) ? JSON.stringify(path) : path;
    return `${URL}&db=${await this.#id()}&path=${encodeURIComponent(written)}`;
  }

  /**
   * Puts a blob in the place of what is there. On disk when it is done.
   *
   * @param {Path} path
   * @param {Blob | ArrayBuffer | ArrayBufferView | string | ReadableStream} content a stream is
   *   read to its end first
   * @param {{type?: string, signal?: AbortSignal}} [options] `type` is a media type, that of a
   *   Blob or `application/octet-stream` unless given
   * @returns {Promise<BlobInfo>}
   */
  async put(path, content, { type, signal } = {}) {
    // A browser streams no upload over HTTP/1.1; a Blob it may keep on disk.
    const body = content instanceof ReadableStream ? await new Response(content).blob() : content;
    const headers = { 'Content-Type': type || body.type || BYTES };
    const response = await send(await this.url(path), { method: 'PUT', headers, body, signal });
    return response.json();
  }

  /**
   * The content, as it comes: `await (await blobs.get(path)).blob()`.
   *
   * @param {Path} path
   * @param {{headers?: HeadersInit, signal?: AbortSignal}} [options] `headers` such as a `Range`
   * @returns {Promise<Response>}
   * @throws {RpcError} with status 404 when there is none
   */
  async get(path, { headers, signal } = {}) {
    return send(await this.url(path), { headers, signal });
  }

  /** @param {Path} path @returns {Promise<BlobInfo>} */
  async stat(path) {
    return api.blobStat(await this.#id(), path);
  }

  /**
   * The blobs below a path, those in folders included, ordered by the bytes of their paths; at
   * most 10 000.
   *
   * @param {Path} [path]
   * @param {{lt?: string, lte?: string, gt?: string, gte?: string, limit?: number,
   *   reverse?: boolean}} [options] bounds of the key
   * @returns {Promise<{blobs: BlobInfo[]}>}
   */
  async list(path = '/', options) {
    return api.blobList(await this.#id(), path, options);
  }

  /** Deleting what is not there is no error. @param {Path} path */
  async delete(path) {
    return api.blobDelete(await this.#id(), path);
  }
}

async function send(url, { headers, ...request }) {
  let response;
  try {
    response = await fetch(url, {
      ...request,
      headers: { ...Object.fromEntries(new Headers(headers)), 'Atek-Request': '1' },
      credentials: 'same-origin',
    });
  } catch (e) {
    if (request.signal?.aborted) {
      throw e;
    }
    throw new RpcError('The server does not answer. Is it running?');
  }
  if (response.ok) {
    return response;
  }
  const { message } = await response.json().catch(() => ({}));
  throw new RpcError(message ?? `HTTP ${response.status}`, undefined, response.status);
}
