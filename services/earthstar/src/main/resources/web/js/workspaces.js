/** All workspaces, and the authors of the person who is here. */
import { ask, count, html, icon, nothing, toast } from './look.js';
import { pub } from './pub.js';
import { link, nameOf, short, size } from './words.js';

export function workspaces({ draw }) {
  let list;
  let keypairs = [];
  let problem;

  async function load() {
    try {
      [{ workspaces: list }, { keypairs }] = await Promise.all([pub.workspaceList(), pub.keypairList()]);
    } catch (e) {
      problem = e.message;
    }
    draw();
  }

  load();
  return {
    title: 'Workspaces',
    keys: { n: create, j: join },
    view: () => html`<div class="head-row"><h1 tabindex="-1">Workspaces</h1>
        <div class="actions left"><button class="button" @click=${join}>Join</button>
          <button class="button main" @click=${create}>${icon('plus')}New workspace</button></div></div>
      ${problem ? html`<p class="notice bad" role="alert">${problem}</p>` : nothing}
      ${list ? shown() : problem ? nothing : html`<p class="panel soft" role="status">Asking…</p>`}
      ${list ? authors() : nothing}`,
  };

  function shown() {
    return list.length === 0
      ? html`<p class="panel soft">There are none yet. A workspace is a set of documents that many people write and every home
          keeps. Make one, or join one whose address somebody gave you.</p>`
      : html`<ul class="rows panel">${list.map(row)}</ul>`;
  }

  function authors() {
    return html`<section class="group"><div class="head-row"><h2>Your authors</h2>
        <button class="button" @click=${author}>${icon('plus')}New author</button></div>
      ${keypairs.length === 0
        ? html`<p class="panel soft">Who writes signs as an author. Make one before the first document.</p>`
        : html`<ul class="rows panel">${keypairs.map(
            (one) => html`<li><div class="row"><b><bdi>${nameOf(one.author)}</bdi></b>
              <small class="mono">${short(one.author)}</small></div>
              <button class="button" aria-label="Secret of ${nameOf(one.author)}" @click=${() => secret(one)}>Secret</button></li>`,
          )}</ul>`}</section>`;
  }

  function create() {
    ask({
      title: 'New workspace',
      body: 'Only who is given its address can read and write it.',
      fields: [{ name: 'name', label: 'Name', hint: '1 to 15 small letters and digits, such as garden' }],
      action: 'Create',
      act: async ({ name }) => location.assign(link((await pub.workspaceCreate(name)).workspace, 'documents')),
    });
  }

  function join() {
    ask({
      title: 'Join a workspace',
      fields: [{ name: 'address', label: 'Address', hint: 'It begins with + and has a dot in it' }],
      action: 'Join',
      act: async ({ address }) =>
        location.assign(link((await pub.workspaceJoin(address.trim())).workspace, 'documents')),
    });
  }

  async function author() {
    await ask({
      title: 'New author',
      fields: [{ name: 'name', label: 'Name', hint: 'Four small letters, such as suzy', least: 4 }],
      action: 'Create',
      act: async ({ name }) => {
        await pub.keypairCreate(name);
      },
    });
    load();
  }

  async function secret({ author: address }) {
    try {
      const said = await pub.keypairExport(address);
      await ask({
        title: `Secret of ${nameOf(address)}`,
        body: html`Who has it can write in this name. <code>${said.secret}</code>`,
        no: 'Close',
        action: 'Forget this author',
        danger: true,
        act: async () => {
          await pub.keypairRemove(address);
          toast(`${nameOf(address)} is forgotten.`);
        },
      });
      load();
    } catch (e) {
      toast(e.message, 'bad');
    }
  }
}

const row = (info) => html`<li><a class="row" data-row href=${link(info.workspace, 'documents')}>
    <b><bdi>${nameOf(info.workspace)}</bdi></b>
    <small>${count(info.documents, 'document')} by ${count(info.authors, 'author')} · ${size(info.bytes)}${info.peers.length > 0
      ? ` · ${count(info.peers.length, 'peer')}`
      : ''}</small></a>
  ${info.options.published ? html`<span class="badge public">${info.options.readOnly ? 'Public to read' : 'Public'}</span>` : nothing}</li>`;
