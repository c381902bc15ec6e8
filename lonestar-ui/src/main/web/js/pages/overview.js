/** One service: how it is, what can be done with it, and what it is. */
import { html, nothing } from '../lit.js';
import { copy } from '../clipboard.js';
import { ask } from '../dialog.js';
import { services } from '../host.js';
import { icon } from '../icons.js';
import { fact, notice, serviceHead, serviceTabs, withService } from '../parts.js';
import { allowPageOf, isOpen, rightsOf } from '../permissions.js';
import { protection } from '../protection.js';
import { go } from '../router.js';
import {
  addressOf,
  frameOf,
  isAsleep,
  isFramed,
  isOnItsWay,
  isRunning,
  isThere,
  isUnconfined,
  mayManage,
  nameOf,
  pageOf,
  plain,
  webAddress,
} from '../service.js';
import { toast, told } from '../toast.js';
import { updates } from '../updates.js';
import { versionWord } from '../words.js';

export function overview({ session, watch, params: { id }, draw }) {
  let busy;
  let rights;
  const newer = updates({ draw, watch });

  rightsOf(id).then(
    (answer) => {
      rights = answer;
      draw();
    },
    () => {}, // Whoever may not manage it is not told what it may do.
  );

  async function act(verb, done) {
    if (busy) {
      return;
    }
    busy = verb;
    draw();
    await told(() => services[verb](id), done);
    busy = undefined;
    await watch.refresh();
  }

  async function uninstall(name) {
    const done = await ask({
      title: `Uninstall ${name}?`,
      body: 'It is stopped, and its program is removed from this server.',
      action: 'Uninstall',
      danger: true,
      act: () => services.uninstall(id),
    });
    if (done) {
      toast(`${name} is uninstalled.`);
      await watch.refresh();
      go('/');
    }
  }

  return {
    title: () => id,
    view: () =>
      withService(watch, id, (info) => {
        const manage = mayManage(session, info);
        return html`<div class="column">
          ${serviceHead(info, openLink(info))} ${manage ? serviceTabs(id) : nothing} ${trouble(info, manage)}
          ${manage ? newer.prompt(info) : nothing}
          ${manage ? actions(info, { busy, act, uninstall }) : nothing}
          ${about(info)} ${manage && rights ? may(id, rights) : nothing} ${protection(info)} ${source(info, manage ? newer.buttons(info) : nothing)}
        </div>`;
      }),
  };
}

const ACTIVATIONS = {
  always: 'Always',
  'on-demand': 'When somebody opens it or calls it',
};

function openLink(info) {
  const url = addressOf(info);
  if (!isThere(info) || !url) {
    return nothing;
  }
  const href = isFramed(info) ? frameOf(info.settings.id) : url;
  return html`<a class="button main" href=${href}>${icon('open')}Open</a>`;
}

function trouble(info, manage) {
  if (isUnconfined(info)) {
    return notice('warn', html`<b>It runs without a sandbox.</b> Nothing keeps it from reading and
      changing what this server can. On the server, <code>atek doctor</code> says what is missing.`);
  }
  if (info.state === 'unhealthy') {
    return notice('warn', html`<b>It does not answer any more.</b> When that lasts, it is started anew by itself.`);
  }
  if (!manage && !isThere(info) && !isOnItsWay(info)) {
    return notice('warn', 'Only an admin can start it.');
  }
  return info.state === 'crashed'
    ? notice('bad', html`<b>It has crashed.</b> Its last words are in the
        <a href=${`/service/${encodeURIComponent(info.settings.id)}/logs`}>logs</a>.`)
    : nothing;
}

function actions(info, { busy, act, uninstall }) {
  const name = nameOf(info);
  const up = isRunning(info) || isOnItsWay(info);
  const stoppable = (up || isAsleep(info)) && !info.core;
  const button = (verb, word, drawing, done) =>
    html`<button class="button" aria-busy=${busy === verb} @click=${() => act(verb, done)}>
      ${icon(drawing)}${word}
    </button>`;
  // A part of Atek may be started anew, but without it this page would not come back.
  return html`<div class="actions left">
    ${up ? nothing : button('start', 'Start', 'play', `${name} is started.`)}
    ${up ? button('restart', 'Restart', 'restart', `${name} is started anew.`) : nothing}
    ${stoppable ? button('stop', 'Stop', 'stop', `${name} is stopped.`) : nothing}
    ${info.core
      ? nothing
      : html`<button class="button danger quiet" @click=${() => uninstall(name)}>${icon('remove')}Uninstall</button>`}
  </div>`;
}

function about(info) {
  const { manifest } = info.settings;
  const url = addressOf(info);
  const text = plain(manifest?.description, 400);
  return html`<section class="panel">
    <h2>About</h2>
    ${text ? html`<p><bdi>${text}</bdi></p>` : nothing}
    <dl class="facts">
      ${fact('Address', url && html`<a href=${url}>${url}</a>`)}
      ${fact('Author', html`<bdi>${plain(manifest?.author) || 'not given'}</bdi>`)}
      ${fact('License', html`<bdi>${plain(manifest?.license) || 'not given'}</bdi>`)}
      ${fact('Runs', info.activation && ACTIVATIONS[info.activation])}
      ${fact('Answers to', apis(manifest))}
    </dl>
  </section>`;
}

function apis(manifest) {
  const exports = Array.isArray(manifest?.exports) ? manifest.exports : [];
  return exports.length > 0 && exports.map(({ api }) => html`<code>${plain(api, 100)}</code> `);
}

/** In a sentence, with the way to more. */
function may(id, rights) {
  return html`<section class="panel" id="may">
    <h2>Permissions</h2>
    <p>${rights.sentence}</p>
    <div class="actions left">
      ${isOpen(rights) ? html`<a class="button main" href=${allowPageOf(id)}>See what it asks for</a>` : nothing}
      <a class="button" href=${`${pageOf(id)}permissions`}>See what it may do</a>
    </div>
  </section>`;
}

function source(info, buttons) {
  const { package: installed, sourceUrl, desiredVersion } = info.settings;
  const url = webAddress(sourceUrl);
  return html`<section class="panel">
    <h2>Source</h2>
    <dl class="facts">
      ${fact('From', sourceUrl && (url ? html`<a href=${url} rel="noreferrer">${sourceUrl}</a>` : html`<bdi>${plain(sourceUrl, 400)}</bdi>`))}
      ${fact('Version', versionWord(info))}
      ${fact('Wanted version', desiredVersion ? plain(desiredVersion) : installed.sourceType === 'git' && 'the newest')}
      ${fact('Commit', installed.commit && copied(installed.commit))}
      ${fact('Key', copied(info.key))}
    </dl>
    ${buttons}
  </section>`;
}

function copied(text) {
  return html`<code class="long">${text}</code>
    <button class="icon-button" aria-label="Copy" title="Copy"
      @click=${() => told(() => copy(text), 'Copied.')}>${icon('copy')}</button>`;
}
