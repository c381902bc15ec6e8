/** The form of a query in plain words. */
import { html, icon, nothing } from '../look.js';
import { OPERATORS, pointer, rowsOf, understood, where } from '../filter.js';
import { namesIn, pathText } from '../words.js';

export const EMPTY = { path: '/', rows: [{ place: '', operator: 'eq', value: '' }], match: 'all', order: '', down: false };

/** The query that a form says. */
export function queryOf(form) {
  const filter = where(form.rows, form.match);
  return {
    path: namesIn(form.path),
    ...(filter ? { where: filter } : {}),
    ...(form.order || form.down
      ? { orderBy: [form.order ? { pointer: pointer(form.order), desc: form.down } : { desc: true }] }
      : {}),
  };
}

/** The form that says a query; undefined when it says more than the form can. */
export function formOf(query) {
  const { path = [], where: filter, orderBy = [], ...rest } = query;
  const rows = rowsOf(filter);
  if (!rows || orderBy.length > 1 || Object.keys(rest).length > 0) {
    return undefined;
  }
  const [order] = orderBy;
  return {
    path: typeof path === 'string' ? path : pathText(path),
    rows: rows.rows.length > 0 ? rows.rows : EMPTY.rows,
    match: rows.match,
    order: (typeof order === 'string' ? order : order?.pointer) ?? '',
    down: order?.desc === true,
  };
}

/**
 * @param {typeof EMPTY} form
 * @param {(next: Partial<typeof EMPTY>) => void} change
 * @param {string[]} places to choose from
 */
export function queryForm(form, change, places) {
  const setRow = (i, next) => change({ rows: form.rows.map((row, j) => (i === j ? { ...row, ...next } : row)) });
  const add = () => {
    change({ rows: [...form.rows, EMPTY.rows[0]] });
    [...document.querySelectorAll('.condition input')].at(-2)?.focus();
  };
  const drop = (i) => change({ rows: form.rows.filter((_, j) => i !== j) });
  return html`<datalist id="places">${places.map((place) => html`<option value=${place}></option>`)}</datalist>
    <div class="line">
      <label class="field"><span>Records below</span><input id="below" class="mono" autocomplete="off" autocapitalize="none" spellcheck="false"
        .value=${form.path} @input=${(e) => change({ path: e.target.value })}></label>
      <label class="field"><span>of which</span><select @change=${(e) => change({ match: e.target.value })}>
        <option value="all" ?selected=${form.match === 'all'}>all of this holds</option>
        <option value="any" ?selected=${form.match === 'any'}>any of this holds</option>
      </select></label>
    </div>
    <ul class="conditions" aria-label="Conditions">${form.rows.map((row, i) => condition(row, i, setRow, drop))}</ul>
    <div class="actions left"><button type="button" class="button" @click=${add}>${icon('plus')}Condition</button></div>
    <div class="line">
      <label class="field"><span>Sorted by</span><input list="places" class="mono" placeholder="their paths" autocomplete="off" autocapitalize="none" spellcheck="false"
        .value=${form.order} @input=${(e) => change({ order: e.target.value })}></label>
      <label class="field"><span>Order</span><select @change=${(e) => change({ down: e.target.value === 'down' })}>
        <option value="up" ?selected=${!form.down}>smallest first</option>
        <option value="down" ?selected=${form.down}>largest first</option>
      </select></label>
    </div>`;
}

function condition(row, i, setRow, drop) {
  const operator = OPERATORS.find(({ id }) => id === row.operator);
  return html`<li class="condition">
    <label class="field"><span>Value at</span><input list="places" class="mono" placeholder="/author/name" autocomplete="off" autocapitalize="none"
      spellcheck="false" .value=${row.place} @input=${(e) => setRow(i, { place: e.target.value })}></label>
    <label class="field"><span class="unseen">How it compares</span><select @change=${(e) => setRow(i, { operator: e.target.value })}>
      ${OPERATORS.map(({ id, says }) => html`<option value=${id} ?selected=${id === row.operator}>${says}</option>`)}</select></label>
    ${operator.bare
      ? html`<span></span>`
      : html`<label class="field"><span class="unseen">With what</span><input autocomplete="off" autocapitalize="none" spellcheck="false"
          .value=${row.value} @input=${(e) => setRow(i, { value: e.target.value })}><small>${understood(row) || ' '}</small></label>`}
    <button type="button" class="icon-button danger" aria-label=${`Remove condition ${i + 1}`} title="Remove" @click=${() => drop(i)}>${icon('remove')}</button>
  </li>`;
}
