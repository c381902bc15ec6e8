/**
 * Where this page is shown: at the address of a service. The host writes both facts into `main`;
 * a page that was not filled in falls back to what the address itself says.
 */
const { dataset } = document.querySelector('main');

/** The text, unless it is empty or a mark that the host did not fill in. */
export const filled = (text) => (text && !text.startsWith('{{') ? text : undefined);
const show = (where, text) => document.querySelector(where)?.replaceChildren(text);

/** The service id, such as `notes`. */
export const service = filled(dataset.service) ?? location.hostname.split('.')[0];

/** The address of the root of the domain, such as `http://localhost:8080`, without a slash. */
export const root = filled(dataset.root) ?? location.origin;

show('#place', service);
const given = filled(dataset.service) && filled(dataset.root);
show('#host', given ? `${service}.${new URL(root).host}` : location.host);
document.querySelector('#home')?.setAttribute('href', `${root}/`);
