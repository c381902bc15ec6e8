/** The list of services and what they ask, kept fresh while someone looks at it. */
import { permissions, services } from './host.js';
import { isOnItsWay } from './service.js';

const EVERY_MS = 4000;

/** After something was started, ask sooner: it will be up in a moment. */
const SOON_MS = 700;

/**
 * @typedef {object} Watch
 * @property {any[] | undefined} list the services, undefined until the first answer
 * @property {any[]} requests what this person is asked, oldest first
 * @property {string | undefined} problem why the newest question had no answer
 * @property {() => Promise<void>} refresh asks now
 */

/**
 * @param {() => void} changed told after every answer
 * @returns {Watch}
 */
export function watchServices(changed) {
  const watch = { list: undefined, requests: [], problem: undefined, refresh };
  let timer;

  async function refresh() {
    clearTimeout(timer);
    try {
      // Without an answer to the second, the page goes on with what it knew.
      const asked = permissions.requests().catch(() => watch.requests);
      watch.list = (await services.list()).services;
      watch.requests = await asked;
      watch.problem = undefined;
    } catch (e) {
      watch.problem = e.message;
    }
    changed();
    later();
  }

  function later() {
    clearTimeout(timer);
    const busy = watch.list?.some((info) => isOnItsWay(info));
    timer = setTimeout(() => document.hidden || refresh(), busy ? SOON_MS : EVERY_MS);
  }

  document.addEventListener('visibilitychange', () => document.hidden || refresh());
  return watch;
}
