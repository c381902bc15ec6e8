/** Settings, for admins: how this server is set up. */
import { html, nothing } from '../lit.js';
import { inspect } from '../host.js';
import { fact, notice, settingsTabs, unconfinedNotice } from '../parts.js';

const NAMES = {
  domain: 'Domain',
  port: 'Port',
  dir: 'Data folder',
  configDir: 'Data folder',
  dataDir: 'Data folder',
  sandbox: 'Sandbox',
  serverDbId: 'Server database',
  defaultMainService: 'Start page of new people',
  coreServices: 'Parts of Atek',
};

const SECRET = /token|secret|password|key$/i;

export function about({ session, watch, draw }) {
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
      ${settingsTabs(session)} ${unconfinedNotice(watch.list ?? [])}
      <section class="panel">
        <h2>This server</h2>
        <dl class="facts">
          ${fact('Address', html`<a href="/">${location.origin}</a>`)}
          ${Object.entries(config ?? {}).map(([name, value]) => setting(name, value))}
        </dl>
        ${problem ? notice('bad', problem) : nothing}
        <p><small>These come from <code>config.json</code> in the data folder. They change with the
          next start.</small></p>
      </section>
    </div>`,
  };
}

function setting(name, value) {
  if (SECRET.test(name) || value === null || value === '') {
    return nothing;
  }
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return fact(NAMES[name] ?? name, html`<bdi>${text}</bdi>`);
}
