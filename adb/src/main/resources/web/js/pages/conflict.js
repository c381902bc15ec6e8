/** Two people changed one record: both versions, and what differs. */
import { html, nothing } from '../look.js';
import { difference, differenceView, summary } from '../difference.js';

/**
 * @param {object} clash
 * @param {any} clash.mine what could not be saved
 * @param {any} [clash.theirs] the record as it is now; undefined when it was deleted
 * @param {() => void} clash.overwrite
 * @param {() => void} clash.take
 * @param {() => void} clash.back
 */
export function conflict({ mine, theirs, overwrite, take, back }) {
  const lines = difference(theirs?.value, mine);
  return html`<section class="panel conflict">
    <h2 tabindex="-1">Somebody changed it meanwhile</h2>
    <p>${theirs
      ? html`Since you opened it, it was saved again, as change ${theirs.seq}. Yours is not saved yet. Below, <b>−</b> is
          how it stands now and <b>+</b> is yours (${summary(lines)}).`
      : 'Since you opened it, somebody deleted it. Yours is not saved yet.'}</p>
    ${theirs ? differenceView(lines, 'From what is saved to yours') : nothing}
    <div class="actions left">
      <button class="button main" @click=${back}>Back to my text</button>
      <button class="button" @click=${take}>${theirs ? 'Take theirs' : 'Leave it deleted'}</button>
      <button class="button danger quiet" @click=${overwrite}>Save mine over it</button>
    </div>
  </section>`;
}
