/** Who reaches a workspace here, how much of it is kept, and leaving it. */
import { ask, html, nothing, told } from './look.js';
import { pub } from './pub.js';
import { nameOf, size } from './words.js';

export function settings({ info, draw }) {
  let { options } = info;
  let authors;

  pub.authorList(info.workspace).then(
    (found) => {
      ({ authors } = found);
      draw();
    },
    () => {}, // The rest of the page is of use without.
  );

  async function change(wanted, done) {
    await told(async () => {
      ({ options } = await pub.workspaceConfigure(info.workspace, wanted));
    }, done);
    draw();
  }

  const check = (name, label, text) => html`<label class="check"><input type="checkbox" .checked=${options[name] === true}
      ?disabled=${!info.mine} @change=${(e) => change({ [name]: e.target.checked }, 'Saved.')}>
    <span>${label}<br><small>${text}</small></span></label>`;

  return {
    title: 'Settings',
    view: () => html`<h1 tabindex="-1">Settings</h1>
      <section class="panel"><h2>Address</h2>
        <p class="address">${info.workspace}</p>
        <p class="soft">Who has it can join. Give it to nobody else.</p></section>
      <section class="panel"><h2>Storage</h2>
        ${meter('Documents', info.documents, options.documentsMax, (n) => n.toLocaleString('en'))}
        ${meter('Contents', info.bytes, options.bytesMax, size)}</section>
      <section class="panel"><h2>Other homes</h2>
        ${check('published', 'Published', 'Whoever knows the address reaches it here.')}
        ${check('readOnly', 'Read only', 'Others read it here, and write nothing.')}
        ${check('discoverable', 'Listed', 'A published one is told to everybody who asks.')}
        ${info.mine ? nothing : html`<p class="soft">Only who made or first joined it changes this.</p>`}</section>
      <section class="panel"><h2>Authors</h2>
        ${authors === undefined
          ? html`<p class="soft" role="status">Asking…</p>`
          : authors.length === 0
            ? html`<p class="soft">Nobody wrote anything yet.</p>`
            : html`<ul>${authors.map((one) => html`<li><b>${nameOf(one)}</b> <span class="address">${one}</span></li>`)}</ul>`}</section>
      <div class="actions left"><button class="button danger quiet" @click=${leave}>Leave this workspace</button></div>`,
  };

  function leave() {
    ask({
      title: 'Leave this workspace?',
      body: 'When nobody else here has it, its documents are deleted from this home. Other homes keep theirs.',
      action: 'Leave',
      danger: true,
      act: async () => {
        await pub.workspaceLeave(info.workspace);
        location.assign('#/');
      },
    });
  }
}

const meter = (label, much, most, words) => html`<label class="meter"><span>${label}: ${words(much)} of ${words(most)}</span>
  <meter min="0" max=${most} value=${much}></meter></label>`;
