/** The environment variables that a service is started with. */
import { html, nothing } from '../lit.js';
import { services } from '../host.js';
import { icon } from '../icons.js';
import { notice, serviceHead, serviceTabs, withManaged } from '../parts.js';
import { told } from '../toast.js';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

export function variables({ session, watch, params: { id }, draw }) {
  let rows;
  let saved = false;
  let problem;
  let busy = false;

  const config = (info) => info.settings.config ?? {};

  function edit(change) {
    change();
    problem = undefined;
    saved = false;
    draw();
  }

  function add() {
    edit(() => rows.push({ name: '', value: '' }));
    document.querySelector('.variables li:last-child input').focus();
  }

  async function save(event, info) {
    event.preventDefault();
    problem = mistake(rows);
    if (problem || busy) {
      draw();
      return;
    }
    busy = true;
    draw();
    const changed = changes(config(info), rows);
    saved = await told(() => services.configure(id, { config: changed }), 'Saved.');
    busy = false;
    await watch.refresh();
  }

  const restart = () =>
    told(() => services.restart(id), 'Started anew with the new variables.')
      .then((done) => edit(() => (saved = !done)))
      .then(watch.refresh);

  return {
    title: () => `Variables of ${id}`,
    view: () =>
      withManaged({ watch, session }, id, (info) => {
        rows ??= Object.entries(config(info)).map(([name, value]) => ({ name, value }));
        return html`<div class="column">
          ${serviceHead(info)} ${serviceTabs(id)}
          <form class="panel" autocomplete="off" @submit=${(event) => save(event, info)}>
            <h2>Variables</h2>
            <p>The program finds them in its environment when it starts. Whoever may manage this
              service can read them here.</p>
            <ul class="variables">${rows.map((row, i) => rowView(row, i, { edit, rows }))}</ul>
            ${problem ? html`<div role="alert">${notice('bad', problem)}</div>` : nothing}
            ${saved ? restartNotice(restart) : nothing}
            <div class="actions left">
              <button type="button" class="button" @click=${add}>${icon('plus')}Add a variable</button>
              <button class="button main" aria-busy=${busy}>Save</button>
            </div>
          </form>
        </div>`;
      }),
  };
}

function rowView(row, i, { edit, rows }) {
  return html`<li>
    <input aria-label="Name" placeholder="NAME" spellcheck="false" autocapitalize="none" maxlength="200"
      .value=${row.name} @input=${(e) => edit(() => (row.name = e.target.value))}>
    <input aria-label=${row.name ? `Value of ${row.name}` : 'Value'} placeholder="value" spellcheck="false"
      autocapitalize="none" .value=${row.value} @input=${(e) => edit(() => (row.value = e.target.value))}>
    <button type="button" class="icon-button" aria-label=${`Remove ${row.name}`} title="Remove"
      @click=${() => edit(() => rows.splice(i, 1))}>${icon('remove')}</button>
  </li>`;
}

function restartNotice(restart) {
  return html`<div role="status">${notice('good', html`Saved. The program sees it after a restart.
    <button type="button" class="link" @click=${restart}>Restart now</button>`)}</div>`;
}

function mistake(rows) {
  const names = rows.map((row) => row.name);
  const bad = names.find((name) => !NAME.test(name));
  if (bad !== undefined) {
    return `“${bad}” cannot be a name: letters, digits and _ only, and no digit first.`;
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) {
    return `${twice} is there twice.`;
  }
  const empty = rows.find((row) => row.value === '');
  return empty && `${empty.name} has no value. Remove it, or give it one.`;
}

/** An empty value tells the host to remove the variable. */
function changes(old, rows) {
  const now = Object.fromEntries(rows.map(({ name, value }) => [name, value]));
  const gone = Object.keys(old).filter((name) => !(name in now));
  return { ...Object.fromEntries(gone.map((name) => [name, ''])), ...now };
}
