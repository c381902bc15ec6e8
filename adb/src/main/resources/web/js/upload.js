/** Sends the bytes of a file. A fetch would not tell how far it is. */
import { Refusal, toLogin } from './api.js';

const URL = '/_atek/gateway?api=atek.cloud%2Fadb-blobs';

/** The answer when something is at the path already. */
const TAKEN = 412;

/**
 * @param {string} dbId
 * @param {string[]} names the path
 * @param {File} file
 * @param {object} how
 * @param {boolean} how.replace whether it may take the place of another one
 * @param {(share: number) => void} how.progress 0 to 1
 * @param {AbortSignal} how.signal
 * @returns {Promise<boolean>} false when there is another one that it may not replace
 */
export function upload(dbId, names, file, { replace, progress, signal }) {
  const request = new XMLHttpRequest();
  request.open('PUT', `${URL}&db=${dbId}&path=${encodeURIComponent(JSON.stringify(names))}`);
  request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
  request.setRequestHeader('Atek-Request', '1');
  if (!replace) {
    request.setRequestHeader('If-None-Match', '*');
  }
  request.upload.addEventListener('progress', ({ loaded, total }) => progress(total > 0 ? loaded / total : 1));
  const stop = () => request.abort();
  signal.addEventListener('abort', stop);
  return new Promise((done, fail) => {
    request.addEventListener('load', () => {
      if (request.status === TAKEN && !replace) {
        done(false);
      } else if (request.status < 300) {
        done(true);
      } else {
        if (request.status === 401) {
          toLogin();
        }
        fail(new Refusal(said(request)));
      }
    });
    request.addEventListener('error', () => fail(new Refusal('The server does not answer, or it refused the file.')));
    request.addEventListener('abort', () => fail(new DOMException('Stopped.', 'AbortError')));
    request.send(file);
  }).finally(() => signal.removeEventListener('abort', stop));
}

function said({ status, responseText }) {
  try {
    return JSON.parse(responseText).message;
  } catch {
    return `The server refused the file: HTTP ${status}`;
  }
}
