/** The shortest password that the host takes, in characters. */
const LENGTH_MIN = 8;

/** From these lengths on, length alone makes a password good, and very good. */
const LENGTH_GOOD = 12;
const LENGTH_VERY_GOOD = 16;

const COMMON = /^(password|passwort|qwerty|azerty|letmein|welcome|iloveyou|admin|12345|abc123)/i;
const HINTS = [
  'Too short: at least 8 characters.',
  'Easy to guess.',
  'Fair. Longer is better: add a word.',
  'Good.',
  'Very good.',
];

/**
 * A hint for the person who types, not a rule: the host decides what it takes.
 *
 * @param {string} password
 * @param {string} username
 * @returns {{score: number, hint: string}} score from 0 to 4
 */
export function strength(password, username) {
  const score = scored(password, username.toLowerCase());
  return { score, hint: password ? HINTS[score] : 'At least 8 characters. A few words are best.' };
}

function scored(password, username) {
  if (password.length < LENGTH_MIN) {
    return 0;
  }
  const namesUser = username.length > 2 && password.toLowerCase().includes(username);
  if (namesUser || COMMON.test(password) || new Set(password).size < 5) {
    return 1;
  }
  if (password.length >= LENGTH_GOOD) {
    return password.length >= LENGTH_VERY_GOOD ? 4 : 3;
  }
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password));
  return kinds.length > 2 ? 3 : 2;
}
