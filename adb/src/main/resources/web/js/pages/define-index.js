/** Asks for a new index. */
import { ask, html, toast } from '../look.js';
import { adb } from '../api.js';
import { pointer } from '../filter.js';
import { namesIn } from '../words.js';

/**
 * @param {string} dbId
 * @param {{kind?: string, path?: string, pointers?: string[]}} begin what the form says at first
 * @returns {Promise<boolean>} whether one was made
 */
export function defineIndex(dbId, { kind = 'value', path = '/', pointers = [] }) {
  const wanted = { kind, path, pointers: pointers.join('\n'), name: suggested(kind, pointers) };
  const set = (name) => (event) => {
    wanted[name] = event.target.value;
  };
  const choice = (value, title, text) => html`<label class="choice"><input type="radio" name="kind" value=${value}
    ?checked=${kind === value} @change=${set('kind')}><span><b>${title}</b><small>${text}</small></span></label>`;
  return ask({
    title: 'New index',
    body: html`<fieldset><legend>It finds</legend>
        ${choice('value', 'Values', 'For conditions and for sorting.')}
        ${choice('text', 'Words', 'For searching in texts.')}</fieldset>
      <label class="field"><span>Name</span><input required maxlength="64" pattern="[a-zA-Z0-9._\\-]+" autocomplete="off" autocapitalize="none"
        spellcheck="false" .value=${wanted.name} @input=${set('name')}><small>Letters, digits, dots, dashes</small></label>
      <label class="field"><span>Records below</span><input class="mono" autocomplete="off" autocapitalize="none" spellcheck="false"
        .value=${path} @input=${set('path')}></label>
      <label class="field"><span>Values at, one in each line</span><textarea class="mono" rows="3" required autocapitalize="none" spellcheck="false"
        .value=${wanted.pointers} @input=${set('pointers')}></textarea><small>Such as /author. The first one counts most.</small></label>`,
    action: 'Define',
    act: async () => {
      const places = wanted.pointers.split('\n').map((line) => line.trim()).filter(Boolean).map(pointer);
      await adb.indexDefine(dbId, { name: wanted.name, kind: wanted.kind, path: namesIn(wanted.path), pointers: places });
      toast(`The index ${wanted.name} is being built.`);
    },
  });
}

function suggested(kind, pointers) {
  const words = pointers.join('-').replace(/[^a-zA-Z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 50);
  return words ? `by-${words}` : kind === 'text' ? 'words' : '';
}
