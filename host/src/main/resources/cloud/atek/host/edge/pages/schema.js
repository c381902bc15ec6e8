/**
 * What the records of one folder are. Pages use it by `import { defineSchema } from './adb.js'`.
 *
 *     const notes = defineSchema('example.com/note', {
 *       pkey: '/id',
 *       jsonSchema: {
 *         type: 'object',
 *         required: ['id', 'text'],
 *         properties: { text: { type: 'string', maxLength: 1000 }, stars: { default: 3 } },
 *       },
 *     });
 *     await notes(db).create({ id: 'first', text: 'Hello' });
 *
 * The databases know nothing of schemas: another program can write what it likes, so what is read
 * is checked too. Of JSON Schema a page checks what {@link CHECKS} lists and no more; a schema with
 * something else in it is refused, so that nobody believes it was checked.
 */

/** The keywords that say nothing of what is valid. */
const NOTES = new Set([
  '$schema', '$id', '$comment', 'title', 'description', 'default', 'examples', 'deprecated',
  'readOnly', 'writeOnly', 'format',
]);

const TYPES = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  string: (value) => typeof value === 'string',
  array: (value) => Array.isArray(value),
  object: isObject,
};

const length = (text) => [...text].length;
const text = (check) => (value, ...rest) => typeof value !== 'string' || check(value, ...rest);
const number = (check) => (value, ...rest) => typeof value !== 'number' || check(value, ...rest);
const array = (check) => (value, ...rest) => !Array.isArray(value) || check(value, ...rest);
const object = (check) => (value, ...rest) => !isObject(value) || check(value, ...rest);

/** The keywords that are checked: whether a value fits, and what to say when it does not. */
const CHECKS = {
  type: [
    (value, wanted) => [wanted].flat().some((type) => TYPES[type]?.(value)),
    (wanted) => `must be ${[wanted].flat().join(' or ')}`,
  ],
  const: [same, (wanted) => `must be ${JSON.stringify(wanted)}`],
  enum: [
    (value, all) => all.some((one) => same(value, one)),
    (all) => `must be one of ${JSON.stringify(all)}`,
  ],
  minLength: [text((v, min) => length(v) >= min), (n) => `must have at least ${n} characters`],
  maxLength: [text((v, max) => length(v) <= max), (n) => `must have at most ${n} characters`],
  pattern: [text((v, p) => new RegExp(p, 'u').test(v)), (p) => `must match ${p}`],
  minimum: [number((v, min) => v >= min), (n) => `must be at least ${n}`],
  maximum: [number((v, max) => v <= max), (n) => `must be at most ${n}`],
  exclusiveMinimum: [number((v, min) => v > min), (n) => `must be more than ${n}`],
  exclusiveMaximum: [number((v, max) => v < max), (n) => `must be less than ${n}`],
  minItems: [array((v, min) => v.length >= min), (n) => `must have at least ${n} items`],
  maxItems: [array((v, max) => v.length <= max), (n) => `must have at most ${n} items`],
  required: [
    object((v, names) => names.every((name) => Object.hasOwn(v, name))),
    (names) => `must have ${names.join(', ')}`,
  ],
  anyOf: [
    (value, all) => all.some((one) => problem(one, value) === undefined),
    () => 'must fit one of its schemas',
  ],
  oneOf: [
    (value, all) => all.filter((one) => problem(one, value) === undefined).length === 1,
    () => 'must fit exactly one of its schemas',
  ],
};

/** The keywords that say what parts of a value must be. */
const PARTS = ['properties', 'items', 'additionalProperties'];

/** A value does not fit its schema. */
export class ValidationError extends Error {
  /** @param {string} message such as `/text must be string` */
  constructor(message) {
    super(message);
    this.name = 'ValidationError';
    this.code = 'validation-error';
  }
}

/**
 * @typedef {'ignore' | 'throw' | 'prune' | ((record: object) => boolean | object)} OnInvalid
 *   what becomes of a record that does not fit: it is marked `valid: false`; ends the call; is left
 *   out; or a function leaves it out (false), keeps it (true) or gives what to take in its place
 *
 * @typedef {object} SchemaOptions
 * @property {string | string[]} [pkey] JSON pointers to what makes the key; the time unless given
 * @property {object} [jsonSchema] what a value must be. What has a `default` is filled in, when it
 *   is read as well, and a `createdAt` among the `properties` with the time
 * @property {Record<string, () => any>} [auto] fills in members that a new record lacks
 */

/**
 * @param {string | string[]} path of the folder
 * @param {SchemaOptions} [options]
 * @returns {(db: import('./adb.js').Db) => Schema}
 */
export function defineSchema(path, options = {}) {
  const names = (Array.isArray(path) ? path : path.split('/')).filter(Boolean);
  requireKnown(options.jsonSchema ?? {}, '');
  const made = new WeakMap();
  return (db) => {
    if (!made.has(db)) {
      made.set(db, new Schema(db, names, options));
    }
    return made.get(db);
  };
}

/** The records of one schema in one database. */
class Schema {
  #db;
  #path;
  #pointers;
  #schema;
  #auto;

  /**
   * @param {import('./adb.js').Db} db
   * @param {string[]} path
   * @param {SchemaOptions} options
   */
  constructor(db, path, { pkey, jsonSchema, auto }) {
    this.#db = db;
    this.#path = path;
    this.#pointers = pkey === undefined ? [] : [pkey].flat();
    this.#schema = jsonSchema ?? {};
    this.#auto = { ...(hasCreatedAt(this.#schema) && { createdAt: now }), ...auto };
  }

  /**
   * @param {import('./adb.js').ListOptions & {onInvalid?: OnInvalid}} [options]
   * @returns {Promise<{records: object[]}>} each with `valid`
   */
  async list({ onInvalid, ...options } = {}) {
    const { records } = await this.#db.list(this.#path, options);
    return { records: this.#read(records, onInvalid) };
  }

  /** @param {object} query as of `db.query`, without `path` @returns {Promise<object>} */
  async query({ onInvalid, ...query } = {}) {
    const page = await this.#db.query({ ...query, path: this.#path });
    return { ...page, records: this.#read(page.records, onInvalid) };
  }

  /** @param {string} key @param {{onInvalid?: OnInvalid}} [options] refused when there is none */
  async get(key, { onInvalid } = {}) {
    return this.#read([await this.#db.get([...this.#path, key])], onInvalid)[0];
  }

  /** @param {string} key @param {{onInvalid?: OnInvalid}} [options] undefined when there is none */
  async find(key, { onInvalid } = {}) {
    const record = await this.#db.find([...this.#path, key]);
    return record && this.#read([record], onInvalid)[0];
  }

  /**
   * Writes a new record; refused when there is one with its key, or when it does not fit.
   *
   * @param {object} value stays as it is
   */
  async create(value) {
    const made = structuredClone(value);
    for (const [name, auto] of Object.entries(this.#auto)) {
      made[name] ??= auto();
    }
    return this.#write(this.#keyOf(made), made, 0);
  }

  /** Writes at this key, whether there is a record or not. */
  async put(key, value) {
    return this.#write(key, structuredClone(value));
  }

  /** Replaces a record that was read; refused when it was written since. */
  async replace(record, value) {
    return this.#write(record.key, structuredClone(value), record.seq);
  }

  /** @param {string} key */
  async delete(key) {
    return this.#db.delete([...this.#path, key]);
  }

  #keyOf(value) {
    if (this.#pointers.length === 0) {
      return timeKey();
    }
    return this.#pointers
      .map((pointer) => {
        const part = at(value, pointer);
        if (!['string', 'number', 'boolean'].includes(typeof part)) {
          throw new Error(`Unable to generate key, ${pointer} found type ${typeof part}`);
        }
        return part;
      })
      .join(',');
  }

  async #write(key, value, expect) {
    fill(this.#schema, value);
    assertFits(this.#schema, value);
    const path = [...this.#path, key];
    const { seq } = await this.#db.batch([{ op: 'put', path, value, expect }]);
    const text = `/${path.join('/')}`;
    return { key, path: text, url: `hyper://${await this.#db.id()}${text}`, seq, value, valid: true };
  }

  #read(records, onInvalid) {
    return records.map((record) => this.#checked(record, onInvalid)).filter(Boolean);
  }

  #checked(record, onInvalid) {
    fill(this.#schema, record.value);
    record.valid = problem(this.#schema, record.value) === undefined;
    if (record.valid || onInvalid === undefined || onInvalid === 'ignore') {
      return record;
    }
    if (onInvalid === 'throw') {
      assertFits(this.#schema, record.value);
    }
    const kept = onInvalid === 'prune' ? false : onInvalid(record);
    return kept === true ? record : kept && { ...record, ...kept };
  }
}

function assertFits(schema, value) {
  const found = problem(schema, value);
  if (found) {
    throw new ValidationError(found);
  }
}

/** The first thing that is wrong, with its JSON pointer, or undefined. */
function problem(schema, value, place = '') {
  if (schema === false) {
    return `${place} must not be there`.trim();
  }
  for (const [keyword, [fits, say]] of Object.entries(CHECKS)) {
    if (schema[keyword] !== undefined && !fits(value, schema[keyword])) {
      return `${place} ${say(schema[keyword])}`.trim();
    }
  }
  for (const [name, part] of parts(schema, value)) {
    const found = problem(part, value[name], `${place}/${escaped(name)}`);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** The parts of a value that have a schema of their own, by their names. */
function parts({ properties = {}, items, additionalProperties }, value) {
  if (Array.isArray(value)) {
    return items === undefined ? [] : value.map((_, i) => [i, items]);
  }
  if (!isObject(value)) {
    return [];
  }
  return Object.keys(value)
    .map((name) => [name, Object.hasOwn(properties, name) ? properties[name] : additionalProperties])
    .filter(([, part]) => part !== undefined);
}

/** Sets what has a `default` and is not there, in objects that are there too. */
function fill({ properties = {} }, value) {
  for (const [name, part] of isObject(value) ? Object.entries(properties) : []) {
    if (part.default !== undefined && !Object.hasOwn(value, name)) {
      value[name] = structuredClone(part.default);
    }
    fill(part, value[name]);
  }
}

function requireKnown(schema, place) {
  if (typeof schema === 'boolean') {
    return;
  }
  for (const keyword of Object.keys(schema)) {
    if (!NOTES.has(keyword) && !(keyword in CHECKS) && !PARTS.includes(keyword)) {
      throw new Error(`The schema has ${place}/${keyword}, which pages do not check.`);
    }
  }
  for (const keyword of ['items', 'additionalProperties']) {
    if (schema[keyword] !== undefined) {
      requireKnown(schema[keyword], `${place}/${keyword}`);
    }
  }
  for (const keyword of ['properties', 'anyOf', 'oneOf']) {
    for (const [name, part] of Object.entries(schema[keyword] ?? {})) {
      requireKnown(part, `${place}/${keyword}/${name}`);
    }
  }
}

function hasCreatedAt({ properties, oneOf }) {
  const branches = oneOf ?? [];
  return Boolean(
    properties?.createdAt ||
      (branches.length > 0 && branches.every((one) => one.properties?.createdAt)),
  );
}

function at(value, pointer) {
  return pointer
    .split('/')
    .slice(1)
    .reduce((inner, name) => inner?.[name.replaceAll('~1', '/').replaceAll('~0', '~')], value);
}

const escaped = (name) => String(name).replaceAll('~', '~0').replaceAll('/', '~1');

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function same(one, other) {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, i) => same(item, other[i]));
  }
  if (isObject(one) && isObject(other)) {
    const names = Object.keys(one);
    return (
      names.length === Object.keys(other).length &&
      names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name]))
    );
  }
  return one === other;
}

const now = () => new Date().toISOString();

let lastMs = 0;
let count = 0;

/**
 * Sorts by the time it was made, in the form that all of Atek's records have: the milliseconds as a
 * lexicographic integer in hex, and for the second and later keys of one a dot and a counter.
 */
function timeKey() {
  const ms = Math.max(Date.now(), lastMs);
  count = ms === lastMs ? count + 1 : 0;
  lastMs = ms;
  return count === 0 ? sortable(ms) : `${sortable(ms)}.${sortable(count)}`;
}

/** https://github.com/substack/lexicographic-integer, for what keys need of it. */
function sortable(number) {
  const rest = number - 251;
  if (rest < 0) {
    return hex(number, 2);
  }
  if (rest < 2 ** 32) {
    const bytes = Math.max(1, Math.ceil(Math.log2(rest + 1) / 8));
    return hex(250 + bytes, 2) + hex(rest, 2 * bytes);
  }
  const exponent = Math.floor(Math.log2(rest));
  return `ff${hex(exponent - 32, 2)}${hex(Math.floor(rest * 2 ** (43 - exponent)), 12)}`;
}

function hex(number, digits) {
  return number.toString(16).padStart(digits, '0');
}
