/** What differs between two values, line by line of their JSON. */
import { html, nothing } from './look.js';
import { print } from './json.js';

/** Comparing takes the product of the lines; above it, all is shown as replaced. */
const PRODUCT_MAX = 4_000_000;

/** Lines that are the same and are shown around what differs. */
const AROUND = 3;

/** @typedef {{kind: 'same' | 'gone' | 'new', text: string}} Line */

const linesOf = (value) => (value === undefined ? [] : print(value, '  ').split('\n'));

/** Without the comma that a line gets when another follows: of that nobody wants to know. */
const bare = (line) => line?.replace(/,$/, '');

const alike = (a, b) => a !== undefined && bare(a) === bare(b);

/** @returns {Line[]} undefined stands for no record */
export function difference(before, after) {
  const old = linesOf(before);
  const young = linesOf(after);
  let head = 0;
  while (head < old.length && head < young.length && alike(old[head], young[head])) {
    head++;
  }
  let tail = 0;
  while (tail < old.length - head && tail < young.length - head && alike(old.at(-1 - tail), young.at(-1 - tail))) {
    tail++;
  }
  const same = (text) => ({ kind: 'same', text });
  return [
    ...young.slice(0, head).map(same),
    ...middle(old.slice(head, old.length - tail), young.slice(head, young.length - tail)),
    ...young.slice(young.length - tail).map(same),
  ];
}

/** By the longest common subsequence. */
function middle(old, young) {
  const gone = (text) => ({ kind: 'gone', text });
  const added = (text) => ({ kind: 'new', text });
  if (old.length * young.length > PRODUCT_MAX) {
    return [...old.map(gone), ...young.map(added)];
  }
  const width = young.length + 1;
  const common = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = young.length - 1; j >= 0; j--) {
      common[i * width + j] =
        alike(old[i], young[j])
          ? common[(i + 1) * width + j + 1] + 1
          : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  const lines = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < young.length) {
    if (i < old.length && j < young.length && alike(old[i], young[j])) {
      lines.push({ kind: 'same', text: young[j++] });
      i++;
    } else if (j === young.length || (i < old.length && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      lines.push(gone(old[i++]));
    } else {
      lines.push(added(young[j++]));
    }
  }
  return lines;
}

/** "2 lines added, 1 removed". */
export function summary(lines) {
  const added = lines.filter(({ kind }) => kind === 'new').length;
  const gone = lines.filter(({ kind }) => kind === 'gone').length;
  const parts = [...(added ? [`${added} added`] : []), ...(gone ? [`${gone} removed`] : [])];
  return parts.length > 0 ? `lines: ${parts.join(', ')}` : 'nothing differs';
}

const SIGNS = { same: ' ', gone: '−', new: '+' };
const WORDS = { gone: 'removed: ', new: 'added: ' };

/** @param {Line[]} lines */
export function differenceView(lines, label) {
  const near = lines.map((_, i) => lines.slice(Math.max(0, i - AROUND), i + AROUND + 1).some(({ kind }) => kind !== 'same'));
  if (!near.includes(true)) {
    return html`<p class="soft">Nothing differs.</p>`;
  }
  const rows = [];
  for (let i = 0; i < lines.length; i++) {
    if (near[i]) {
      rows.push(lines[i]);
      continue;
    }
    const from = i;
    while (i + 1 < lines.length && !near[i + 1]) {
      i++;
    }
    rows.push({ kind: 'skip', text: `${i - from + 1} ${i === from ? 'line' : 'lines'} as before` });
  }
  return html`<div class="diff" role="group" aria-label=${label} tabindex="0">${rows.map(({ kind, text }) =>
    kind === 'skip'
      ? html`<div class="skip-lines">⋯ ${text}</div>`
      : html`<div class=${kind}><span class="sign" aria-hidden="true">${SIGNS[kind]}</span>${WORDS[kind]
          ? html`<span class="unseen">${WORDS[kind]}</span>`
          : nothing}<code>${text}</code></div>`)}</div>`;
}
