/** What a service may do, what it asks for, and how all of it is taken back. */
import { html, nothing } from '../lit.js';
import { ask } from '../dialog.js';
import { permissions } from '../host.js';
import { icon } from '../icons.js';
import { notice, serviceHead, serviceTabs, withManaged } from '../parts.js';
import { SPANS, because, dialogOf, everything, isOpen, mayAll, rightsOf, wantsForm } from '../permissions.js';
import { nameOf } from '../service.js';
import { toast, told } from '../toast.js';
import { ago } from '../words.js';
import { devices } from './allow.js';

/** How often to look whether something was asked or ended. */
const AGAIN_MS = 5000;

export function permissionsPage({ session, watch, params: { id }, draw }) {
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

  async function revoke(grant) {
    if (await told(() => permissions.revoke(id, grant.key), 'It is taken back.')) {
      await load();
    }
  }

  async function limit(name) {
    const done = await ask({
      title: `Limit ${name}?`,
      body: 'It may use nothing of yours then, until you allow it. What it has open ends at once. Parts of it may not work any more.',
      action: 'Limit it',
      danger: true,
      act: () => permissions.revoke(id),
    });
    await after(done, `${name} may use nothing of yours now.`);
  }

  async function revokeAll(name) {
    const done = await ask({
      title: `Take all back from ${name}?`,
      body: 'It goes on to run, without anything that you allowed. What it has open ends at once.',
      action: 'Take all back',
      danger: true,
      act: () => permissions.revoke(id),
    });
    await after(done, `All is taken back from ${name}.`);
  }

  async function narrow(grant) {
    await after(await askNarrower(id, grant), 'It may do less now.');
  }

  async function after(done, words) {
    if (done) {
      toast(words);
      await load();
    }
  }

  load();
  const timer = setInterval(() => document.hidden || load(), AGAIN_MS);
  return {
    title: () => `Permissions of ${id}`,
    close: () => clearInterval(timer),
    view: () =>
      withManaged({ watch, session }, id, (info) => html`<div class="column">
        ${serviceHead(info)} ${serviceTabs(id)} ${problem ? notice('bad', problem) : nothing}
        ${rights ? panels(info, rights, { load, revoke, revokeAll, narrow, limit }) : html`<p class="loading" role="status">Asking the server…</p>`}
      </div>`),
  };
}

function panels(info, rights, { load, revoke, revokeAll, narrow, limit }) {
  const name = nameOf(info);
  return html`${rights.requests.map(asked)}
    <section class="panel" id="grants">
      <h2>What it may do</h2>
      ${mayAll(rights) ? everything(info, rights, () => limit(name)) : html`<p>${rights.sentence}</p>`}
      ${rights.grants.length > 0
        ? html`<ul class="grants">${rights.grants.map((grant) => grantRow(grant, { revoke, narrow }))}</ul>`
        : nothing}
      ${rights.grants.length > 1
        ? html`<div class="actions left"><button class="button danger quiet" @click=${() => revokeAll(name)}>Take all back</button></div>`
        : nothing}
    </section>
    ${isOpen(rights) && !mayAll(rights)
      ? html`<section class="panel" id="wants"><h2>What it asks for</h2>
          <p>It runs without this until you allow it.</p>
          ${wantsForm(info, rights, { done: load })} ${devices(rights)}</section>`
      : devices(rights)}`;
}

function asked(request) {
  return html`<div role="status">${notice('warn', html`<b>It asks you:</b> ${request.sentence} ${because(request.reason)}
    <a href=${dialogOf(request.request)}>Answer</a>`)}</div>`;
}

function grantRow(grant, { revoke, narrow }) {
  const by = grant.grantedBy === 'system' ? 'on the command line' : html`by <bdi>${grant.grantedBy}</bdi>`;
  return html`<li>
    <p><b>${grant.sentence}</b>
      <small>Allowed ${by} ${ago(grant.grantedAt)}${grant.expires ? html`, ends ${ago(grant.expires)}` : nothing}</small></p>
    <button class="button" aria-label=${`Narrow: ${grant.sentence}`} @click=${() => narrow(grant)}>Narrow</button>
    <button class="icon-button danger" aria-label=${`Take back: ${grant.sentence}`} title="Take back"
      @click=${() => revoke(grant)}>${icon('remove')}</button>
  </li>`;
}

const words = (text) => text.split(/[\s,]+/).filter(Boolean);

/** The APIs of which a part of the records can be granted. */
const OF_RECORDS = ['atek.cloud/adb-api', 'atek.cloud/adb-blobs'];

/** Grants less, and then takes the old grant back: in between it has what it had. */
function askNarrower(id, { key, sentence, what, expires }) {
  return ask({
    title: 'Allow less of it',
    body: html`${sentence} What is left as it is stays so.`,
    action: 'Narrow',
    fields: [...parts(what), { name: 'span', label: 'How long from now', type: 'select', options: spans(expires) }],
    act: async (values) => {
      const span = SPANS.find(([name]) => name === values.span);
      const until = span?.[2] ? new Date(Date.now() + span[2]).toISOString() : expires;
      await permissions.grant(id, [less(what, values)], until ? { expires: until } : undefined);
      await permissions.revoke(id, key);
    },
  });
}

/** What there is to leave out of it, as fields. */
function parts(what) {
  if (what.folder) {
    return what.access === 'write' ? [{ name: 'read', label: 'Only to read it', type: 'checkbox' }] : [];
  }
  if (!what.api) {
    return [];
  }
  const methods = { name: 'methods', label: 'Only these methods', hint: 'Such as: recordGet, recordQuery', optional: true, value: what.methods?.join(', ') };
  const prefix = { name: 'prefix', label: 'Only records below', hint: 'Such as: /notes/2026', optional: true, value: what.prefix && `/${what.prefix.join('/')}` };
  return OF_RECORDS.includes(what.api) ? [methods, prefix] : [methods];
}

/** Shorter than it lasts anyway. */
function spans(expires) {
  const ends = expires ? new Date(expires).getTime() : Infinity;
  const shorter = SPANS.slice(1).filter(([, , ms]) => Date.now() + ms < ends);
  return [['', expires ? `As it is: ends ${ago(expires)}` : SPANS[0][1]], ...shorter];
}

function less(what, { methods = '', prefix = '', read = false }) {
  if (read) {
    return { ...what, access: 'read' };
  }
  return what.api
    ? { ...what, methods: words(methods).length > 0 ? words(methods) : what.methods, prefix: prefix.trim() || what.prefix }
    : what;
}
