/** Questions to the person, each in a dialog of its own. */
import { html, nothing, render } from './lit.js';

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {string} [type] of the input, `text` unless given; `checkbox` answers with a boolean, `select` with one of the options
 * @property {[string, string][]} [options] values and their names, the first one chosen
 * @property {string} [hint]
 * @property {number} [least] characters
 * @property {string} [complete] the autocomplete word
 * @property {boolean} [optional] whether it may stay empty
 * @property {string} [value] what stands in it at first
 *
 * @typedef {object} Question
 * @property {string} title
 * @property {any} [body]
 * @property {string} action the word on the button, such as "Uninstall"
 * @property {string} [no] the word on the button that does nothing, "Cancel" unless given
 * @property {boolean} [danger] whether something is lost; the button that does nothing has the focus
 * @property {Field[]} [fields]
 * @property {(values: Record<string, any>) => Promise<void>} act its error stays in the dialog
 */

/**
 * Asks, and acts on a yes.
 *
 * @param {Question} question
 * @returns {Promise<boolean>} whether it was done
 */
export function ask(question) {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'question');
  document.body.append(dialog);
  let done = false;
  let state = { busy: false, problem: undefined };

  function draw(next) {
    state = { ...state, ...next };
    render(content(question, state, { submit, cancel: () => dialog.close() }), dialog);
  }

  async function submit(event) {
    event.preventDefault();
    if (state.busy) {
      return;
    }
    const values = answers(event.target, question.fields ?? []);
    draw({ busy: true, problem: undefined });
    try {
      await question.act(values);
      done = true;
      dialog.close();
    } catch (e) {
      draw({ busy: false, problem: e.message });
    }
  }

  draw({});
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(done);
    });
  });
}

function answers(form, fields) {
  const read = ({ name, type }) =>
    type === 'checkbox' ? form.elements[name].checked : form.elements[name].value;
  return Object.fromEntries(fields.map((field) => [field.name, read(field)]));
}

function content({ title, body, action, no = 'Cancel', danger, fields = [] }, { busy, problem }, { submit, cancel }) {
  return html`<form @submit=${submit} autocomplete="off">
    <h2 id="question">${title}</h2>
    ${body ? html`<p>${body}</p>` : nothing}
    ${fields.map(fieldView)}
    ${problem ? html`<p class="notice bad" role="alert">${problem}</p>` : nothing}
    <div class="actions">
      <button type="button" class="button" ?autofocus=${danger} @click=${cancel}>${no}</button>
      <button class="button ${danger ? 'danger' : 'main'}" aria-busy=${busy}>${action}</button>
    </div>
  </form>`;
}

function fieldView({ name, label, type = 'text', options = [], hint, least, complete = 'off', optional = false, value }) {
  if (type === 'checkbox') {
    return html`<label class="check"><input type="checkbox" name=${name}>${label}</label>`;
  }
  if (type === 'select') {
    return html`<label class="field"><span>${label}</span>
      <select name=${name}>${options.map(([key, words]) => html`<option value=${key}>${words}</option>`)}</select></label>`;
  }
  return html`<label class="field">
    <span>${label}</span>
    <input name=${name} type=${type} ?required=${!optional} value=${value ?? nothing} minlength=${least ?? nothing} autocomplete=${complete}
      autocapitalize="none" spellcheck="false">
    ${hint ? html`<small>${hint}</small>` : nothing}
  </label>`;
}
