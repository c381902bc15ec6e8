/**
 * JSON that is read strictly and changes nothing: a number that JavaScript would round stays a
 * {@link ExactNumber}, a name that stands twice is an error, and every value's place in the text is
 * known, so that an error can be shown where it is.
 */

/** Levels that a record may nest, as ADB has it. */
export const DEPTH_MAX = 64;

/** Of answers, in which records are some levels down. */
const ANSWER_DEPTH_MAX = 100;

/** Text that a reader may round: with many digits, or an exponent. */
const HARMFUL = /[0-9.]{16}|[0-9][eE]/;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORDS = { true: true, false: false, null: null };

export class ExactNumber {
  constructor(text) {
    this.text = text;
  }
}

/** What is wrong with a text, and at which character. */
export class JsonError extends Error {
  constructor(message, offset) {
    super(message);
    this.name = 'JsonError';
    this.offset = offset;
  }
}

/** Reads what ADB answers. */
export function parse(text) {
  return HARMFUL.test(text) ? new Reader(text, ANSWER_DEPTH_MAX).read() : { value: JSON.parse(text) };
}

/**
 * Reads what a person typed.
 *
 * @returns {{value: any, places: Map<string, number>}} the offset of each value by its JSON pointer
 * @throws {JsonError}
 */
export function parseTyped(text) {
  return new Reader(text, DEPTH_MAX).read();
}

class Reader {
  constructor(text, depthMax) {
    this.text = text;
    this.at = 0;
    this.depthMax = depthMax;
    this.places = new Map();
  }

  read() {
    const value = this.value('', 1);
    this.space();
    if (this.at < this.text.length) {
      this.fail('The JSON ends here, but more text follows');
    }
    return { value, places: this.places };
  }

  value(pointer, depth) {
    this.space();
    this.places.set(pointer, this.at);
    const c = this.text[this.at];
    if (c === '{' || c === '[') {
      if (depth > this.depthMax) {
        this.fail(`This nests deeper than ${this.depthMax} levels`);
      }
      return c === '{' ? this.object(pointer, depth) : this.array(pointer, depth);
    }
    if (c === '"') {
      return this.string();
    }
    return c === '-' || (c >= '0' && c <= '9') ? this.number() : this.word();
  }

  object(pointer, depth) {
    const value = {};
    this.list('}', () => {
      this.space();
      const start = this.at;
      if (this.text[start] !== '"') {
        this.fail('A name in double quotes belongs here');
      }
      const name = this.string();
      if (Object.hasOwn(value, name)) {
        this.fail(`The name ${shortened(name)} stands twice`, start);
      }
      this.expect(':', 'A colon belongs here, between the name and its value');
      const member = this.value(`${pointer}/${escaped(name)}`, depth + 1);
      // Not by assignment, which would take "__proto__" for something else.
      Object.defineProperty(value, name, { value: member, enumerable: true, configurable: true, writable: true });
    });
    return value;
  }

  array(pointer, depth) {
    const value = [];
    this.list(']', () => value.push(this.value(`${pointer}/${value.length}`, depth + 1)));
    return value;
  }

  list(end, element) {
    this.at++;
    this.space();
    if (this.text[this.at] === end) {
      this.at++;
      return;
    }
    for (;;) {
      element();
      this.space();
      if (this.text[this.at] === end) {
        this.at++;
        return;
      }
      this.expect(',', `A comma or ${end} belongs here`);
      this.space();
      if (this.text[this.at] === end) {
        this.fail(`There is a comma before this ${end}, and nothing behind it`);
      }
    }
  }

  string() {
    TEXT.lastIndex = this.at;
    const found = TEXT.exec(this.text);
    if (!found) {
      this.fail('This text has no end, or a line break or a backslash that JSON does not allow');
    }
    const value = JSON.parse(found[0]);
    if (!value.isWellFormed()) {
      this.fail('This text has half a character, a lone surrogate');
    }
    this.at += found[0].length;
    return value;
  }

  number() {
    NUMBER.lastIndex = this.at;
    const text = NUMBER.exec(this.text)?.[0];
    const next = this.text[this.at + (text?.length ?? 0)];
    if (!text || /[\w.+-]/.test(next ?? ' ')) {
      this.fail('This is no number as JSON writes them');
    }
    const value = Number(text);
    if (!Number.isFinite(value)) {
      this.fail('The number is too large: write it as a text, in double quotes');
    }
    this.at += text.length;
    const digits = text.replace(/[eE].*|^-?[0.]+|[.-]/g, '').length;
    return digits > 15 && String(value) !== text ? new ExactNumber(text) : value;
  }

  word() {
    const word = /[\p{L}\p{N}_']*/uy;
    word.lastIndex = this.at;
    const said = word.exec(this.text)[0];
    if (!Object.hasOwn(WORDS, said)) {
      this.fail(
        this.at >= this.text.length
          ? 'The text ends too early: something is not closed'
          : `A value belongs here: ${said ? `${shortened(said)} needs double quotes, or is none` : 'an object, a list, a text, a number, true, false or null'}`,
      );
    }
    this.at += said.length;
    return WORDS[said];
  }

  expect(c, message) {
    this.space();
    if (this.text[this.at] !== c) {
      this.fail(message);
    }
    this.at++;
  }

  space() {
    while (' \t\r\n'.includes(this.text[this.at] ?? 'x')) {
      this.at++;
    }
  }

  fail(message, offset = this.at) {
    throw new JsonError(message, Math.min(offset, this.text.length));
  }
}

const shortened = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** A name as it stands in a JSON pointer. */
export const escaped = (name) => name.replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * Writes JSON.
 *
 * @param {any} value
 * @param {string} [indent] of each level, such as two spaces; all on one line unless given
 */
export function print(value, indent = '') {
  return printed(value, indent, '\n');
}

function printed(value, indent, line) {
  if (value instanceof ExactNumber) {
    return value.text;
  }
  if (value === null || typeof value !== 'object') {
    return JSON.stringify(value ?? null);
  }
  const isList = Array.isArray(value);
  const deeper = line + indent;
  const colon = indent ? ': ' : ':';
  const parts = isList
    ? value.map((one) => printed(one, indent, deeper))
    : Object.entries(value)
        .filter(([, one]) => one !== undefined)
        .map(([name, one]) => JSON.stringify(name) + colon + printed(one, indent, deeper));
  const [open, close] = isList ? '[]' : '{}';
  if (parts.length === 0) {
    return open + close;
  }
  return indent ? open + deeper + parts.join(`,${deeper}`) + line + close : open + parts.join(',') + close;
}
