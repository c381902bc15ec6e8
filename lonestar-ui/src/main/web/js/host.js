/** The APIs of the host, as this page calls them: for the person who is logged in. */
import create from '/_atek/js/rpc.js';

/**
 * Goes to the login page, and from there back to this one.
 *
 * @param {boolean} [ended] whether the person was logged in a moment ago
 */
export function toLogin(ended = true) {
  const here = location.pathname + location.search;
  location.assign(`/_atek/login?redirect=${encodeURIComponent(here)}${ended ? '&ended=1' : ''}`);
}

const api = (id) => create(id, { loggedOut: () => toLogin() });

export const services = api('atek.cloud/services-api');
export const sessions = api('atek.cloud/user-sessions-api');
export const users = api('atek.cloud/users-api');
export const permissions = api('atek.cloud/permissions-api');
export const audit = api('atek.cloud/audit-api');
export const inspect = api('atek.cloud/inspect-api');

/** The services API for a page that may close while a call is under way. */
export function servicesUntil(signal) {
  return create('atek.cloud/services-api', { loggedOut: () => toLogin(), signal });
}
