/** What a service wants that it may not do yet: shown after an install, and after an update that wants more. */
import { html, nothing } from '../lit.js';
import { permissions } from '../host.js';
import { notice, serviceHead, withManaged } from '../parts.js';
import { everything, isOpen, mayAll, rightsOf, wantsForm } from '../permissions.js';
import { go } from '../router.js';
import { nameOf, pageOf, plain } from '../service.js';
import { told } from '../toast.js';

export function allow({ session, watch, params: { id }, draw }) {
  let rights;
  let problem;

  async function load() {
    try {
      rights = await rightsOf(id);
      problem = undefined;
    } catch (e) {
      problem = e.message;
    }
    draw();
  }

  async function limit() {
    if (await told(() => permissions.revoke(id), 'It may use nothing of yours now.')) {
      await load();
    }
  }

  const leave = () => go(pageOf(id));

  async function decided() {
    await load();
    if (rights && !isOpen(rights)) {
      leave();
    }
  }

  load();
  return {
    title: () => `What ${id} may do`,
    view: () =>
      withManaged({ watch, session }, id, (info) => html`<div class="column">
        ${serviceHead(info)} ${problem ? notice('bad', problem) : nothing}
        ${rights ? question(info, rights, { decided, limit, leave }) : nothing}
      </div>`),
  };
}

function question(info, rights, { decided, limit, leave }) {
  const onward = html`<div class="actions left"><button class="button main" @click=${leave}>Go on</button></div>`;
  if (mayAll(rights)) {
    return html`<section class="panel"><h2>It asks for nothing by name</h2>
      ${everything(info, rights, limit)} ${onward}</section>`;
  }
  if (!isOpen(rights)) {
    return html`<section class="panel"><h2>There is nothing to decide</h2><p>${rights.sentence}</p>${onward}</section>`;
  }
  return html`<section class="panel">
    <h2>May <bdi>${nameOf(info)}</bdi> do this?</h2>
    <p>It has nothing of it until you allow it, and runs without. You can take back later what you allow now.</p>
    ${wantsForm(info, rights, { done: decided, later: leave })}
    ${devices(rights)}
  </section>`;
}

/** Declared, shown, and never granted yet. */
export function devices({ devices: named }) {
  return named?.length > 0
    ? html`<p><small>It also names devices, which no service gets yet: <bdi>${plain(named.join(', '), 200)}</bdi>.</small></p>`
    : nothing;
}
