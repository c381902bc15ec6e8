/** The two things that can be set of a database, as fields of a form. */
import { html } from '../look.js';

/** @param {{alias: string, access: string}} config is changed as somebody types */
export function accessFields(config) {
  const choice = (access, title, text) => html`<label class="choice">
    <input type="radio" name="access" value=${access} ?checked=${config.access === access}
      @change=${() => {
        config.access = access;
      }}>
    <span><b>${title}</b><small>${text}</small></span>
  </label>`;
  return html`<label class="field">
      <span>Alias</span>
      <input name="alias" maxlength="256" autocomplete="off" autocapitalize="none" spellcheck="false" .value=${config.alias}
        @input=${(e) => {
          config.alias = e.target.value.trim();
        }}>
      <small>A short name for it. It may stay empty.</small>
    </label>
    <fieldset>
      <legend>Who may read it</legend>
      ${choice('private', 'Private', 'Only its owner.')}
      ${choice('public', 'Public', 'Every user of this server. Only its owner changes it.')}
    </fieldset>`;
}
