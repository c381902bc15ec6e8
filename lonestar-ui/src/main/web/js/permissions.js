/** What a service may do, and how its owner says so. Sentences are the host's; a reason is the package's own word. */
import { html, nothing } from './lit.js';
import { permissions } from './host.js';
import { notice } from './parts.js';
import { nameOf, pageOf, plain } from './service.js';
import { toast, told } from './toast.js';
import { listed } from './words.js';

const REASON_MAX = 300;

const DAY_MS = 86_400_000;

/** How long a grant lasts. */
export const SPANS = [
  ['', 'Until I take it back', undefined],
  ['day', 'For a day', DAY_MS],
  ['week', 'For a week', 7 * DAY_MS],
  ['month', 'For 30 days', 30 * DAY_MS],
];

/** The page that asks for what is not allowed yet. */
export const allowPageOf = (id) => `${pageOf(id)}allow`;

/** The host's own page where a request is answered; it leads back here. */
export function dialogOf(request) {
  const back = location.pathname + location.search;
  return `/_atek/permissions?${new URLSearchParams({ ...(request ? { request } : {}), back })}`;
}

/** @returns {Promise<any>} what a service wants and has */
export async function rightsOf(id) {
  const [rights] = await permissions.list(id);
  return rights;
}

/** Whether there is something that its owner should decide. */
export const isOpen = (rights) => open(rights).length > 0 || mayAll(rights);

/** Whether it may use whatever its owner may. */
export const mayAll = (rights) => !rights.declared && rights.limited === false;

const open = (rights) => rights.wants.filter((want) => !want.granted);

/** What a package says why, as words that are not ours. */
export function because(reason) {
  const text = plain(reason, REASON_MAX);
  return text ? html`<small class="because">It says: “<bdi>${text}</bdi>”</small>` : nothing;
}

/**
 * The form by which wants are allowed.
 *
 * @param {any} info the service
 * @param {any} rights
 * @param {{done: () => Promise<void>, later?: () => void}} then `later` leads away without allowing anything
 */
export function wantsForm(info, rights, { done, later }) {
  const wants = open(rights);

  async function allow(chosen, form) {
    const span = SPANS.find(([key]) => key === form.elements.span.value);
    const expires = span?.[2] && new Date(Date.now() + span[2]).toISOString();
    const what = chosen.map((want) => want.what);
    const allowed = await told(() => permissions.grant(info.settings.id, what, expires ? { expires } : undefined));
    if (allowed) {
      toast(what.length === 1 ? 'It is allowed.' : `${what.length} things are allowed.`);
      // The rows that stay must not keep the ticks of those that went.
      form.reset();
      await done();
    }
  }

  function some(event) {
    event.preventDefault();
    const form = event.target;
    const chosen = wants.filter((_, i) => form.elements[`want${i}`].checked);
    if (chosen.length === 0) {
      toast('Tick what you want to allow first.', 'bad');
      return;
    }
    allow(chosen, form);
  }

  return html`<form class="wants" @submit=${some} autocomplete="off">
    <ul>${wants.map(wantRow)}</ul>
    <label class="field span"><span>How long</span>
      <select name="span">${SPANS.map(([key, name]) => html`<option value=${key}>${name}</option>`)}</select></label>
    <div class="actions left">
      <button type="button" class="button main" @click=${(event) => allow(wants, event.target.form)}>
        ${wants.length === 1 ? 'Allow' : 'Allow all'}</button>
      ${wants.length === 1 ? nothing : html`<button class="button">Allow what is ticked</button>`}
      ${later ? html`<button type="button" class="button quiet" @click=${later}>Not now</button>` : nothing}
    </div>
  </form>`;
}

function wantRow(want, i, { length }) {
  const says = html`<span>${want.sentence} ${because(want.reason)}</span>`;
  return length === 1
    ? html`<li><p class="single">${says}</p><input type="checkbox" name="want0" checked hidden></li>`
    : html`<li><label class="check"><input type="checkbox" name=${`want${i}`}>${says}</label></li>`;
}

/** What is asked of the person who looks at this page, in a line on every page. */
export function askedStrip(requests) {
  if (requests.length === 0) {
    return nothing;
  }
  const [first] = requests;
  const names = [...new Set(requests.map((one) => one.id))];
  const many = requests.length > 1;
  return html`<p class="strip asked" role="status">
    ${many
      ? html`<bdi>${listed(names)}</bdi> ${names.length > 1 ? 'ask' : 'asks'} you ${requests.length} things.`
      : html`<bdi>${first.id}</bdi> asks you: ${first.sentence}`}
    <a href=${dialogOf(many ? undefined : first.request)}>Answer</a>
  </p>`;
}

/** The sentence about one that may use everything, and the way to change that. */
export function everything(info, rights, limit) {
  return notice('warn', html`<b>${rights.sentence}</b> <bdi>${nameOf(info)}</bdi> was made without a list of what it needs.
    <button class="link" @click=${limit}>Limit it</button>`);
}
