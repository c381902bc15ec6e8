/** Plain words for addresses, sizes and times. */

/** The name in an address. */
export const nameOf = (address) => address.slice(1, address.indexOf('.'));

/** An address as short as it can still be told from others. */
export function short(address) {
  const dot = address.indexOf('.');
  return address.length <= dot + 9 ? address : `${address.slice(0, dot + 7)}…`;
}

const UNITS = ['bytes', 'KB', 'MB', 'GB'];

export function size(bytes) {
  const unit = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(bytes || 1) / 3)));
  const n = bytes / 1000 ** unit;
  return `${unit === 0 ? n : n.toFixed(n < 10 ? 1 : 0)} ${UNITS[unit]}`;
}

const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** @param {number} micros since 1970 */
export const time = (micros) => TIME.format(new Date(micros / 1000));

/** @param {string | undefined} iso */
export const moment = (iso) => (iso ? TIME.format(new Date(iso)) : 'never');

/** es.3 calls it `value`, es.5 `text`. */
export const contentOf = (document) => document.content ?? document.value ?? document.text ?? '';

/** Whether only some can read a content. */
export const sealed = (content) => content.startsWith('sealed:1:');

export const link = (workspace, view, path) =>
  `#/${['w', workspace, view, ...(path ? [path] : [])].map(encodeURIComponent).join('/')}`;
