/** Settings, for admins: how this server is set up. */
import { html, nothing } from '../lit.js';
import { inspect } from '../host.js';
import { fact, notice, settingsTabs } from '../parts.js';
import { plain } from '../service.js';

/** The keys of `config.json` that a person may want to know, in this order. */
const NAMES = {
  domain: 'Domain',
  port: 'Port',
  sandbox: 'Sandbox',
  coreServices: 'Parts of Atek',
  defaultMainService: 'Start page of new people',
  serverDbId: 'Server database',
};

export function about({ session, draw }) {
  let config;
  let problem;
  inspect
    .getConfig()
    .then(
      (answer) => (config = answer),
      (e) => (problem = e.message),
    )
    .then(draw);

  return {
    title: () => 'About this server',
    view: () => html`<div class="wide">
      <h1 tabindex="-1">Settings</h1>
      ${settingsTabs(session)}
      <section class="panel">
        <h2>This server</h2>
        <dl class="facts">
          ${fact('Address', html`<a href="/">${location.origin}</a>`)}
          ${Object.entries(NAMES).map(([key, name]) => fact(name, words(config?.[key])))}
        </dl>
        ${problem ? notice('bad', problem) : nothing}
        <p><small>These come from <code>config.json</code> in the data folder. They change with the
          next start.</small></p>
      </section>
    </div>`,
  };
}

/** A list of services is shown by their ids alone: their variables may be secret. */
function words(value) {
  const text = Array.isArray(value)
    ? value.map((one) => one.id ?? one.sourceUrl).join(', ')
    : String(value ?? '');
  return text && html`<bdi>${plain(text, 400)}</bdi>`;
}
