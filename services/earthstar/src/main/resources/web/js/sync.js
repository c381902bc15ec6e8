/** The homes that a workspace syncs with. */
import { ask, html, icon, nothing, toast } from './look.js';
import { pub } from './pub.js';
import { moment, size } from './words.js';

const LOOK_EVERY_MS = 3000;

export function sync({ info, draw }) {
  let peers = info.peers;
  let busy;

  async function load() {
    try {
      ({ peers } = await pub.workspaceGet(info.workspace));
      draw();
    } catch {
      // The next look tells more.
    }
  }

  const timer = setInterval(() => document.hidden || load(), LOOK_EVERY_MS);
  return {
    title: 'Sync',
    keys: info.mine ? { n: add } : {},
    close: () => clearInterval(timer),
    view: () => html`<div class="head-row"><h1 tabindex="-1">Sync</h1>
        ${info.mine ? html`<button class="button main" @click=${add}>${icon('plus')}New peer</button>` : nothing}</div>
      ${peers.length === 0
        ? html`<p class="panel soft">It syncs with nobody. A peer is another home, or a pub, that has this workspace too.</p>`
        : html`<ul class="list group">${peers.map(row)}</ul>`}
      ${info.options.published
        ? html`<p class="panel">Others sync with you at <span class="address">${location.origin}</span></p>`
        : html`<p class="panel soft">Nobody reaches it here: it is not published. Its settings change that.</p>`}`,
  };

  function row(one) {
    const { peer, connected, lastSync, lastReport, trouble, fingerprint } = one;
    const how = peer.live ? 'stays connected' : peer.everySeconds ? `every ${peer.everySeconds} seconds` : 'when asked';
    return html`<li class="panel"><h2><bdi>${peer.url}</bdi></h2>
      <dl class="facts">
        <div><dt>It syncs</dt><dd>${how}${peer.paths ? ` · only ${peer.paths.join(', ')}` : ''}</dd></div>
        <div><dt>Now</dt><dd><span class="state ${connected ? 'running' : ''}">${connected ? 'Connected' : 'Not connected'}</span></dd></div>
        <div><dt>Last equal</dt><dd>${moment(lastSync)}</dd></div>
        ${lastReport
          ? html`<div><dt>Last sync</dt><dd>${lastReport.sent} sent, ${lastReport.received} received${lastReport.refused
              ? `, ${lastReport.refused} refused`
              : ''}${lastReport.bytes === undefined ? '' : ` · ${size(lastReport.bytes)}`}</dd></div>`
          : nothing}
        ${peer.pin ? html`<div><dt>Proves itself by</dt><dd><span class="address">${peer.pin}</span></dd></div>` : nothing}
      </dl>
      ${trouble ? html`<p class="notice warn">${trouble}</p>` : nothing}
      <div class="actions left">
        <button class="button" aria-busy=${busy === peer.url} @click=${() => now(peer)}>Sync now</button>
        ${info.mine && fingerprint
          ? html`<button class="button" @click=${() => trust(peer, fingerprint)}>Compare and trust</button>`
          : nothing}
        ${info.mine
          ? html`<button class="button danger quiet" @click=${() => forget(peer)}>Forget</button>`
          : nothing}</div></li>`;
  }

  async function now({ url }) {
    if (busy) {
      return;
    }
    busy = url;
    draw();
    try {
      const { sent, received } = await pub.sync(info.workspace, url);
      toast(`${sent} sent, ${received} received.`);
    } catch (e) {
      toast(e.message, 'bad');
    }
    busy = undefined;
    await load();
    draw();
  }

  async function trust(peer, fingerprint) {
    await ask({
      title: 'Is this the home you mean?',
      body: html`Ask its owner what <code>atek trust</code> prints there, by another way than this one. Only the same
        fingerprint, to the last digit, is that home: <span class="address">${fingerprint}</span>`,
      action: 'It is the same',
      danger: true,
      act: async () => {
        await pub.peerSet(info.workspace, { ...peer, pin: fingerprint });
      },
    });
    load();
  }

  async function forget({ url }) {
    await ask({
      title: 'Forget this peer?',
      body: 'Nothing that came from it is lost.',
      action: 'Forget',
      danger: true,
      act: async () => {
        await pub.peerRemove(info.workspace, url);
      },
    });
    load();
  }

  async function add() {
    await ask({
      title: 'New peer',
      fields: [
        { name: 'url', label: 'Address', hint: 'Such as https://core.earthstar.example.net' },
        { name: 'live', label: 'Stay connected', type: 'checkbox' },
      ],
      action: 'Add',
      act: async ({ url, live }) => {
        await pub.peerSet(info.workspace, live ? { url, live } : { url, everySeconds: 300 });
      },
    });
    load();
  }
}
