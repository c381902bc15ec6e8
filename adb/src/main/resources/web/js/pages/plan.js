/** How a query is answered, in words. */
import { html, nothing } from '../look.js';
import { moment, number } from '../words.js';

export function planText({ at, index, fixed, ordered, checked, records }) {
  if (at !== undefined) {
    return `Answered from what was there at ${moment(at)}: all records below the path are read, for indexes know of now alone.`;
  }
  const way = index
    ? html`Answered by the index <code>${index}</code>${fixed > 0 ? `, which finds ${fixed === 1 ? 'one value' : `${fixed} values`} at once` : nothing}`
    : 'Answered without an index: the records below the path are read one by one';
  const reads = records === undefined ? '' : ` At most ${number(records)} records are read.`;
  return html`${way}; ${ordered ? 'they come in the order that is wanted' : 'they are sorted afterwards'}${checked ? ', and each is looked into' : nothing}.${reads}`;
}

/** The places that an index for this query would have: what it filters, then what it sorts by. */
export function pointersOf({ where, orderBy = [] }) {
  const found = [];
  const walk = (filter) => {
    for (const [name, value] of Object.entries(filter ?? {})) {
      if (name === 'and' && Array.isArray(value)) {
        value.forEach(walk);
      } else if (name.startsWith('/')) {
        found.push(name);
      }
    }
  };
  walk(where);
  orderBy.forEach((order) => found.push(typeof order === 'string' ? order : order.pointer));
  return [...new Set(found.filter(Boolean))];
}
