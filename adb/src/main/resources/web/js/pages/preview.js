import { print } from '../json.js';

const CHARS_MAX = 160;

/** The beginning of a value, on one line. */
export function preview(value) {
  if (value === undefined) {
    return '';
  }
  const text = print(value);
  return text.length > CHARS_MAX ? `${text.slice(0, CHARS_MAX)}…` : text;
}
