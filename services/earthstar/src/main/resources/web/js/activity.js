/** What comes while somebody looks. */
import { html, nothing } from './look.js';
import { heard } from './pub.js';
import { contentOf, link, nameOf, time } from './words.js';

const SHOWN_MAX = 100;

export function activity({ info, draw }) {
  const end = new AbortController();
  const list = [];
  let live = false;
  let problem;

  async function follow() {
    try {
      for await (const { name, data } of heard(info.workspace, end.signal)) {
        live = true;
        if (name === 'document') {
          list.unshift(data);
          list.length = Math.min(list.length, SHOWN_MAX);
        }
        draw();
      }
    } catch (e) {
      if (!end.signal.aborted) {
        problem = e.message;
        draw();
      }
    }
  }

  follow();
  return {
    title: 'Activity',
    close: () => end.abort(),
    view: () => html`<h1 tabindex="-1">Activity</h1>
      ${problem ? html`<p class="notice bad" role="alert">${problem}</p>` : nothing}
      <p><span class="state ${live ? 'running' : 'starting'}">${live ? 'Listening' : 'Connecting'}</span></p>
      ${list.length === 0
        ? html`<p class="panel soft">What is written here, or comes from other homes, appears while you look.</p>`
        : html`<ul class="rows panel" aria-live="polite">${list.map(row)}</ul>`}`,
  };

  function row({ document, local, latest }) {
    const content = contentOf(document);
    return html`<li><a class="row" data-row href=${link(info.workspace, 'document', document.path)}>
      <b><bdi>${document.path}</bdi></b>
      <small><bdi>${nameOf(document.author)}</bdi> · ${time(document.timestamp)} ·
        ${local ? 'written here' : 'came from elsewhere'}${latest ? '' : ' · an older one'}</small>
      ${content ? html`<span class="peek">${content.slice(0, 200)}</span>` : nothing}</a></li>`;
  }
}
