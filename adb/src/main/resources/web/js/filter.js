/** Filters in plain words: what the form says as the `where` of a query, and back when it can be. */
import { ExactNumber, parseTyped, print } from './json.js';

/** Words, operator, and what kind of operand it takes. */
export const OPERATORS = [
  { id: 'eq', says: 'is' },
  { id: 'ne', says: 'is not' },
  { id: 'lt', says: 'is less than' },
  { id: 'lte', says: 'is at most' },
  { id: 'gt', says: 'is more than' },
  { id: 'gte', says: 'is at least' },
  { id: 'prefix', says: 'begins with', text: true },
  { id: 'contains', says: 'contains' },
  { id: 'in', says: 'is one of', list: true },
  { id: 'there', says: 'is there', bare: true },
  { id: 'missing', says: 'is missing', bare: true },
];

const operatorOf = (id) => OPERATORS.find((one) => one.id === id);

/** @typedef {{place: string, operator: string, value: string}} Row */

/** A JSON pointer from what somebody typed: `author` and `/author` are the same. */
export const pointer = (typed) => (typed === '' || typed.startsWith('/') ? typed : `/${typed}`);

/** What was typed: a number, true, false, null or text in quotes as such, all else as text. */
export function operand(typed) {
  try {
    const { value } = parseTyped(typed.trim());
    return value !== null && typeof value === 'object' && !(value instanceof ExactNumber) ? typed : value;
  } catch {
    return typed;
  }
}

/** How {@link operand} understands it, in words. */
export function understood({ operator, value }) {
  const { bare, text, list } = operatorOf(operator);
  if (bare || value === '') {
    return '';
  }
  if (list) {
    return 'separate them by commas';
  }
  const read = text ? value : operand(value);
  if (read instanceof ExactNumber || typeof read === 'number') {
    return 'a number; as a text, put it in double quotes';
  }
  return typeof read === 'string' ? 'a text' : `the value ${read}`;
}

/**
 * @param {Row[]} rows
 * @param {'all' | 'any'} match
 */
export function where(rows, match) {
  const clauses = rows.filter(({ place }) => place !== '').map(clause);
  if (clauses.length === 0) {
    return undefined;
  }
  return clauses.length === 1 ? clauses[0] : { [match === 'all' ? 'and' : 'or']: clauses };
}

function clause({ place, operator, value }) {
  const { text, list } = operatorOf(operator);
  const said = {
    there: { exists: true },
    missing: { exists: false },
  }[operator] ?? {
    [operator]: text ? value : list ? value.split(',').map((one) => operand(one.trim())) : operand(value),
  };
  return { [pointer(place)]: said };
}

/** The rows that say the same as `where`; undefined when it says more than rows can. */
export function rowsOf(filter) {
  if (filter === undefined) {
    return { rows: [], match: 'all' };
  }
  const [name, parts] = Object.entries(filter)[0] ?? [];
  const joined = name === 'and' || name === 'or';
  if ((joined && Object.keys(filter).length > 1) || (joined && !Array.isArray(parts))) {
    return undefined;
  }
  const rows = joined ? parts.flatMap((part) => rowsOfOne(part, name === 'or')) : rowsOfOne(filter, false);
  return rows.includes(undefined) ? undefined : { rows, match: name === 'or' ? 'any' : 'all' };
}

function rowsOfOne(filter, single) {
  const rows = Object.entries(filter).flatMap(([place, clauses]) =>
    (place === '' || place.startsWith('/')) && clauses !== null && typeof clauses === 'object'
      ? Object.entries(clauses).map(([operator, value]) => row(place, operator, value))
      : [undefined],
  );
  return single && rows.length > 1 ? [undefined] : rows;
}

function row(place, operator, value) {
  if (operator === 'exists') {
    return { place, operator: value ? 'there' : 'missing', value: '' };
  }
  const known = operatorOf(operator);
  const simple = (one) => one === null || typeof one !== 'object' || one instanceof ExactNumber;
  if (!known || known.bare || (known.list ? !Array.isArray(value) || !value.every(simple) : !simple(value))) {
    return undefined;
  }
  return { place, operator, value: known.list ? value.map(typed).join(', ') : known.text ? String(value) : typed(value) };
}

/** As somebody would type it so that {@link operand} gives it back. */
const typed = (value) => (typeof value === 'string' && operand(value) === value && !value.includes(',') ? value : print(value));

/** The places that some records have, for the list to choose from. */
export function placesIn(records, max = 60) {
  const found = new Set();
  const walk = (value, at, depth) => {
    if (found.size >= max || depth > 4 || value === null || typeof value !== 'object' || Array.isArray(value)) {
      return;
    }
    for (const [name, child] of Object.entries(value)) {
      const place = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      found.add(place);
      walk(child, place, depth + 1);
    }
  };
  records.forEach((record) => walk(record.value, '', 1));
  return [...found].slice(0, max);
}
