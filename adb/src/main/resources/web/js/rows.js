/**
 * The rows of a list that comes in one order. A row that stays is neither made anew nor moved, so
 * the focus and what is on the screen stay where they are while others come and go.
 */
import { render } from './look.js';

/**
 * @param {string} label of the list
 * @returns {(entries: any[], keyOf: (entry: any) => string, view: (entry: any) => any) => Element}
 */
export function rows(label) {
  const list = document.createElement('ul');
  list.className = 'rows panel';
  list.setAttribute('aria-label', label);
  /** @type {Map<string, HTMLLIElement>} */
  const shown = new Map();

  return (entries, keyOf, view) => {
    const keys = new Set(entries.map(keyOf));
    for (const [key, row] of shown) {
      if (!keys.has(key)) {
        row.remove();
        shown.delete(key);
      }
    }
    let next = list.firstChild;
    for (const entry of entries) {
      const key = keyOf(entry);
      const row = shown.get(key) ?? list.insertBefore(document.createElement('li'), next);
      shown.set(key, row);
      next = row.nextSibling;
      render(view(entry), row);
    }
    return list;
  };
}
