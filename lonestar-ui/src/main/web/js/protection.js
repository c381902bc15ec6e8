/** How well this server is protected from a service, and what would make it better. */
import { html, nothing } from './lit.js';
import { isRunning, plain } from './service.js';
import { layerWords } from './words.js';

const BEST = 5;

/** In words, for those who do not count stars. */
const RATINGS = ['None', 'Very weak', 'Weak', 'Fair', 'Good', 'Very good'];

export function protection(info) {
  if (!info.sandbox && !info.protection) {
    return html`<section class="panel"><h2>Protection</h2>
      <p>${isRunning(info) ? 'It is a folder of files that the host shows. No program runs.' : 'It is not running.'}</p>
    </section>`;
  }
  const { rating, layers, missing = [], raise } = info.protection ?? {};
  const inForce = layers ?? info.sandbox;
  return html`<section class="panel" id="protection">
    <h2>Protection</h2>
    ${rating === undefined ? nothing : stars(rating)}
    ${raise ? html`<p class="raise"><b>What would raise it:</b> ${raise}</p>` : nothing}
    ${inForce.length === 0
      ? html`<p>None.</p>`
      : html`<ul class="layers">
          ${layerWords(inForce).map(({ name, words }) => html`<li>${words} <code>${plain(name)}</code></li>`)}
        </ul>`}
    ${missing.length > 0 ? gaps(missing) : nothing}
  </section>`;
}

function stars(rating) {
  const full = Math.max(0, Math.min(BEST, Math.round(rating)));
  return html`<p class="rating">
    <span class="stars" aria-hidden="true">${'★'.repeat(full)}<span>${'★'.repeat(BEST - full)}</span></span>
    <b>${RATINGS[full]}</b> <small>${full} of ${BEST}</small>
  </p>`;
}

function gaps(missing) {
  return html`<details>
    <summary>What this machine lacks</summary>
    <ul class="gaps">${missing.map(({ layer, effect, fix }) => html`<li>
      <p><code>${plain(layer)}</code> ${effect}</p>
      ${fix ? html`<p><small>${fix}</small></p>` : nothing}
    </li>`)}</ul>
  </details>`;
}
