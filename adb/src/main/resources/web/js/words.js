/** Plain words for sizes, times, names and places. */

const BYTES = ['bytes', 'KB', 'MB', 'GB', 'TB'];

export function size(bytes) {
  let n = bytes;
  let unit = 0;
  while (n >= 1000 && unit < BYTES.length - 1) {
    n /= 1000;
    unit++;
  }
  return `${unit === 0 ? n : n.toFixed(n < 10 ? 1 : 0)} ${BYTES[unit]}`;
}

export const number = (n) => n.toLocaleString('en');

const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** @param {string | undefined} iso */
export const time = (iso) => (iso ? TIME.format(new Date(iso)) : 'an unknown time');

/** A moment that may be a commit or a time. */
export const moment = (at) => (typeof at === 'number' ? `change ${number(at)}` : time(at));

export const shortId = (id) => `${id.slice(0, 8)}…`;

/** What a database is called. */
export const nameOf = (db) => db.alias || shortId(db.dbId);

/** A path as people write it. */
export const pathText = (names) => `/${names.join('/')}`;

/** The names in a path that a person wrote. */
export const namesIn = (text) => text.split('/').filter((name) => name !== '');

/** The address of a view of a database; `at` is the moment that is looked at. */
export function link(dbId, view, names = [], at = undefined) {
  const parts = ['db', dbId, view, ...names].map(encodeURIComponent);
  return `#/${parts.join('/')}${at === undefined ? '' : `?at=${encodeURIComponent(at)}`}`;
}

/**
 * A name that sorts by the time it was made, in the form that ADB's own have: the milliseconds
 * since 1970 as a lexicographic integer of 43 bits or more, in hex.
 */
export function autoName(ms) {
  const rest = BigInt(ms - 251);
  const exponent = BigInt(rest.toString(2).length - 1);
  const mantissa = exponent > 43n ? rest >> (exponent - 43n) : rest << (43n - exponent);
  const hex = (value, bytes) => value.toString(16).padStart(bytes * 2, '0').slice(-bytes * 2);
  return `ff${hex(exponent - 32n, 1)}${hex(mantissa, 6)}`;
}
