/**
 * A place to edit JSON: text with line numbers, checked while it is typed. What is wrong is said
 * below, with its line, and the line is marked.
 */
import { html, nothing } from './look.js';
import { JsonError, parseTyped } from './json.js';
import { say } from './live.js';

const CHECK_AFTER_MS = 300;

/** @typedef {{message: string, line: number, offset: number}} Problem */

/**
 * @param {object} parts
 * @param {string} parts.id
 * @param {string} parts.label
 * @param {string} parts.text
 * @param {boolean} [parts.readonly]
 * @param {(value: any) => string | undefined} [parts.require] what else must be so of the value
 * @param {() => void} [parts.changed] told whenever the text changed
 * @param {() => void} parts.draw
 */
export function editor({ id, label, text, readonly = false, require = () => undefined, changed = () => {}, draw }) {
  let current = text;
  /** @type {Problem | undefined} */
  let problem;
  let timer;

  /** The value, or undefined when the text is wrong; then the place of it is shown. */
  function value(moves = true) {
    clearTimeout(timer);
    try {
      const { value } = parseTyped(current);
      const wrong = require(value);
      if (wrong) {
        throw new JsonError(wrong, 0);
      }
      problem = undefined;
      draw();
      return value;
    } catch (e) {
      mark(e.message, e.offset ?? 0, moves);
      return undefined;
    }
  }

  /** Shows an error at a place of the text. */
  function mark(message, offset, moves = true) {
    const line = current.slice(0, offset).split('\n').length;
    problem = { message, offset, line };
    draw();
    if (moves) {
      focus();
    } else {
      say(`Line ${line}: ${message}`);
    }
  }

  /** Shows an error that the server found, at the value that it names. */
  function refuse(message, pointer) {
    let places = new Map();
    try {
      ({ places } = parseTyped(current));
    } catch {
      // Then it stands at the beginning.
    }
    let at = pointer ?? '';
    while (at && !places.has(at)) {
      at = at.slice(0, at.lastIndexOf('/'));
    }
    mark(message, places.get(at) ?? 0);
  }

  function focus() {
    const area = document.getElementById(id);
    const end = current.slice(problem.offset).search(/[\s,\]}]|$/);
    area.focus();
    area.setSelectionRange(problem.offset, problem.offset + Math.max(1, end));
    area.scrollTop = Math.max(0, (problem.line - 4) * parseFloat(getComputedStyle(area).lineHeight));
    scrolled(area);
  }

  function typed(event) {
    current = event.target.value;
    clearTimeout(timer);
    // While it is typed it is always wrong somewhere: wait for a pause.
    timer = setTimeout(() => value(false), CHECK_AFTER_MS);
    changed();
    draw();
  }

  return {
    value,
    mark,
    refuse,
    text: () => current,
    problem: () => problem,
    set: (next) => {
      current = next;
      problem = undefined;
      draw();
    },
    view: () => html`<div class="editor ${problem ? 'wrong' : ''}">
        <div class="numbers" aria-hidden="true">${numbers(current, problem?.line)}</div>
        <textarea id=${id} aria-label=${label} wrap="off" spellcheck="false" autocomplete="off" autocapitalize="none"
          rows=${Math.min(28, Math.max(4, current.split('\n').length + 1))} ?readonly=${readonly}
          aria-invalid=${problem ? 'true' : nothing} aria-describedby=${`${id}-problem`}
          .value=${current} @input=${typed} @scroll=${(e) => scrolled(e.target)}></textarea>
      </div>
      <p class="problem" id=${`${id}-problem`}>${problem
        ? html`<button class="link" @click=${focus}>Line ${problem.line}</button>: ${problem.message}.`
        : ' '}</p>`,
  };
}

/** The numbers go along with the text. */
function scrolled(area) {
  area.previousElementSibling.scrollTop = area.scrollTop;
}

/** One piece of text, and the wrong line apart: a large record has many thousand lines. */
function numbers(text, wrong) {
  const count = text.split('\n').length;
  const lines = (from, to) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => `${from + i}\n`).join('');
  return wrong === undefined
    ? lines(1, count)
    : html`${lines(1, wrong - 1)}<span class="wrong">${wrong}</span>${`\n${lines(wrong + 1, count)}`}`;
}
