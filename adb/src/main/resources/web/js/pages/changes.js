/** What was changed in a whole database since a moment. */
import { html, nothing } from '../look.js';
import { adb } from '../api.js';
import { difference, differenceView, summary } from '../difference.js';
import { say } from '../live.js';
import { link, moment, namesIn } from '../words.js';

const HOUR_MS = 3_600_000;
const SINCE = [
  ['1', 'the last hour'],
  ['24', 'the last day'],
  ['168', 'the last week'],
  ['all', 'all that is kept'],
];

/** Of differences that are drawn at once. */
const SHOWN_MAX = 200;

export function changes(place) {
  const { db, at, draw } = place;
  let since = '24';
  let found;
  let problem;
  let all = false;

  async function load() {
    found = undefined;
    problem = undefined;
    draw();
    const left = since === 'all' ? 0 : new Date(Date.now() - Number(since) * HOUR_MS).toISOString();
    try {
      found = await adb.recordDiff(db.dbId, { left: { at: left }, ...(at === undefined ? {} : { right: { at } }) });
      say(`${found.length} records differ`);
    } catch (e) {
      problem = e.message;
    }
    draw();
  }

  load();
  return {
    title: 'Changes',
    view: () => html`<h1 tabindex="-1">Changes</h1>
      <label class="field narrow"><span>${at === undefined ? 'In' : `Until ${moment(at)}, in`}</span><select
        @change=${(e) => {
          since = e.target.value;
          load();
        }}>${SINCE.map(([value, text]) => html`<option value=${value} ?selected=${value === since}>${text}</option>`)}</select></label>
      ${problem ? html`<p class="notice bad" role="alert">${problem}</p>` : nothing}
      ${found ? list() : problem ? nothing : html`<p class="panel soft" role="status">Comparing…</p>`}`,
  };

  function list() {
    if (found.length === 0) {
      return html`<p class="panel soft">No record differs.</p>`;
    }
    const shown = all ? found : found.slice(0, SHOWN_MAX);
    return html`<ul class="rows panel">${shown.map(entry)}</ul>
      ${shown.length < found.length
        ? html`<button class="button" @click=${() => {
            all = true;
            draw();
          }}>Show all ${found.length}</button>`
        : nothing}`;
  }

  function entry({ left, right }) {
    const lines = difference(left?.value, right?.value);
    const { path } = right ?? left;
    const word = left ? (right ? 'changed' : 'deleted') : 'new';
    return html`<li><details>
      <summary data-row><b><bdi>${path}</bdi></b><small><span class="kind ${word}">${word}</span> · ${summary(lines)}</small></summary>
      <div class="version">${differenceView(lines, `What changed in ${path}`)}
        <div class="actions left"><a class="button" href=${link(db.dbId, 'history', namesIn(path))}>History</a></div></div>
    </details></li>`;
  }
}
