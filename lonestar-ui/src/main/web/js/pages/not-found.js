import { html } from '../lit.js';

export function notFound() {
  return {
    title: () => 'Not found',
    view: () => html`<div class="column empty">
      <img class="lost" src="/img/star.svg" alt="" width="96" height="96">
      <h1 tabindex="-1">There is nothing here</h1>
      <p>The address <code>${location.pathname}</code> leads nowhere.</p>
      <p><a class="button main" href="/">Back to your services</a></p>
    </div>`,
  };
}
