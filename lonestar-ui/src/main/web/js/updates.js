/** Newer versions of a service: what waits, the way there, and the way back. */
import { html, nothing } from './lit.js';
import { ask } from './dialog.js';
import { services } from './host.js';
import { icon } from './icons.js';
import { allowPageOf } from './permissions.js';
import { go } from './router.js';
import { nameOf, pageOf, plain } from './service.js';
import { toast, told } from './toast.js';
import { count } from './words.js';

const bare = (tag) => plain(tag).replace(/^v(?=\d)/, '');

/** Says in a table that a newer version is there. */
export function updateMark(info) {
  return info.update
    ? html`<a class="waits" href=${pageOf(info.settings.id)}>Update: ${bare(info.update.version)}</a>`
    : nothing;
}

/**
 * @param {object} page
 * @param {() => void} page.draw
 * @param {{refresh: () => Promise<void>}} page.watch
 */
export function updates({ draw, watch }) {
  let busy;

  async function during(verb, work) {
    if (busy) {
      return;
    }
    busy = verb;
    draw();
    await work();
    busy = undefined;
    await watch.refresh();
  }

  const check = ({ settings: { id } }) =>
    during('check', () =>
      told(async () => {
        const { hasUpdate, latestVersion } = await services.checkForPackageUpdates(id);
        toast(hasUpdate ? `Version ${bare(latestVersion)} is there.` : 'It is up to date.');
      }),
    );

  const update = (info) =>
    during('update', () =>
      told(async () => {
        const { installedVersion, newWants = [] } = await services.updatePackage(info.settings.id, {});
        toast(`${nameOf(info)} is at version ${bare(installedVersion)} now.`);
        if (newWants.length > 0) {
          toast(`It asks for ${count(newWants.length, 'more thing')}, and runs without until you allow it.`);
          go(allowPageOf(info.settings.id));
        }
      }),
    );

  async function back(info) {
    const to = bare(info.settings.previous.installedVersion);
    const done = await ask({
      title: `Go back to version ${to}?`,
      body: 'It is started anew. What it stored stays as it is.',
      action: 'Go back',
      act: () => services.rollback(info.settings.id),
    });
    if (done) {
      toast(`${nameOf(info)} is at version ${to} again.`);
      await watch.refresh();
    }
  }

  /** Said at the top of the page about a service. */
  function prompt(info) {
    const busyNow = busy === 'update' || info.state === 'updating';
    return info.update
      ? html`<section class="panel update" aria-label="Update">
          <p><b>Update available: ${bare(info.update.version)}</b>
            It is started anew with it. When that does not go well, the old version comes back.</p>
          <button class="button main" aria-busy=${busyNow} ?disabled=${busyNow} @click=${() => update(info)}>
            ${icon('up')}Update
          </button>
        </section>`
      : nothing;
  }

  /** Below what is said of the source. */
  function buttons(info) {
    const { package: installed, previous } = info.settings;
    if (installed.sourceType !== 'git') {
      return nothing;
    }
    return html`<div class="actions left">
      <button class="button" aria-busy=${busy === 'check'} @click=${() => check(info)}>
        ${icon('search')}Check for updates
      </button>
      ${previous?.installedVersion
        ? html`<button class="button quiet" @click=${() => back(info)}>
            ${icon('back')}Go back to ${bare(previous.installedVersion)}
          </button>`
        : nothing}
    </div>`;
  }

  return { prompt, buttons };
}
