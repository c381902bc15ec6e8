/** Install a service from Git or from a folder. */
import { html, nothing } from '../lit.js';
import { services } from '../host.js';
import { notice } from '../parts.js';
import { allowPageOf, isOpen, rightsOf } from '../permissions.js';
import { go } from '../router.js';
import { nameOf, pageOf } from '../service.js';
import { toast } from '../toast.js';

export function install({ session, watch, draw }) {
  let busy = false;
  let seconds = 0;
  let problem;
  let left = false;
  let clock;

  async function submit(event) {
    event.preventDefault();
    if (busy) {
      return;
    }
    begin();
    try {
      const info = await services.install(options(event.target.elements));
      await watch.refresh();
      toast(`${nameOf(info)} is installed.`);
      const next = await nextOf(info.settings.id);
      if (!left) {
        go(next);
      }
    } catch (e) {
      fail(e.message);
    } finally {
      clearInterval(clock);
    }
  }

  function begin() {
    busy = true;
    problem = undefined;
    seconds = 0;
    clock = setInterval(() => {
      seconds++;
      draw();
    }, 1000);
    draw();
  }

  function fail(message) {
    if (left) {
      toast(message, 'bad');
      return;
    }
    busy = false;
    problem = message;
    draw();
    document.querySelector('#source').focus();
  }

  return {
    title: () => 'Install a service',
    close: () => {
      left = true;
      clearInterval(clock);
    },
    view: () => html`<div class="column">
      <h1 tabindex="-1">Install a service</h1>
      <p class="lead">A service comes from a Git repository whose releases are tags, or from a folder
        on the server.</p>
      <form class="panel" @submit=${submit}>
        ${fields(session)}
        ${problem ? html`<div role="alert">${notice('bad', html`<b>It was not installed.</b> <bdi>${problem}</bdi>`)}</div>` : nothing}
        ${busy ? progress(seconds) : nothing}
        <div class="actions">
          <button class="button main" aria-busy=${busy}>${busy ? 'Installing…' : 'Install'}</button>
        </div>
      </form>
    </div>`,
  };
}

/** Where its owner decides what it may do; the page about it when there is nothing to decide. */
async function nextOf(id) {
  const rights = await rightsOf(id).catch(() => undefined);
  return rights && isOpen(rights) ? allowPageOf(id) : pageOf(id);
}

function options({ source, version, id, everyone }) {
  return {
    sourceUrl: source.value.trim(),
    desiredVersion: version.value.trim() || undefined,
    id: id.value.trim() || undefined,
    user: everyone?.checked ? 'system' : undefined,
  };
}

function fields(session) {
  return html`<label class="field">
      <span>Where it is</span>
      <input id="source" name="source" required maxlength="2000" autocomplete="off"
        autocapitalize="none" spellcheck="false" placeholder="https://example.com/notes.git">
      <small>The address of a Git repository, or the full path of a folder.</small>
    </label>
    <div class="pair">
      <label class="field">
        <span>Version</span>
        <input name="version" maxlength="100" autocomplete="off" autocapitalize="none" spellcheck="false"
          placeholder="^1.2.0">
        <small>Empty: the newest release.</small>
      </label>
      <label class="field">
        <span>Name in its address</span>
        <input name="id" maxlength="63" autocomplete="off" autocapitalize="none" spellcheck="false"
          placeholder="notes" pattern="[a-z]([a-z0-9\\-]*[a-z0-9])?(\\.[a-z]([a-z0-9\\-]*[a-z0-9])?)*"
          title="Small letters, digits and hyphens; begins with a letter">
        <small>Empty: taken from the source.</small>
      </label>
    </div>
    ${session.role === 'admin'
      ? html`<label class="check"><input type="checkbox" name="everyone">For everyone on this server</label>`
      : nothing}`;
}

/** The host tells nothing until it is done, so the bar only says that time passes. */
function progress(seconds) {
  return html`<div class="progress">
    <progress aria-label="Installing"></progress>
    <p role="status">Fetching, checking and building. The first time can take some minutes.</p>
    <small>${seconds} s</small>
  </div>`;
}
