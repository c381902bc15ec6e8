/** A service shown inside this page, in a frame that can reach nothing around it. */
import { html, nothing } from '../lit.js';
import { services } from '../host.js';
import { icon } from '../icons.js';
import { serviceHead, withService } from '../parts.js';
import { addressOf, isOnItsWay, isThere, mayManage, nameOf, pageOf } from '../service.js';
import { told } from '../toast.js';

export function app({ session, watch, params: { id } }) {
  return {
    title: () => id,
    view: () =>
      withService(watch, id, (info) => {
        const url = addressOf(info);
        return isThere(info) && url && isElsewhere(url) ? framed(info, url) : asleep(info, watch, mayManage(session, info));
      }),
  };
}

/** A frame of this very origin would reach what is around it. */
const isElsewhere = (url) => new URL(url).origin !== location.origin;

/**
 * What the frame may do. Not: move or read the page around it, open windows that may do more than
 * itself, fill the screen, use a camera or any other part of the device.
 */
const MAY = 'allow-scripts allow-forms allow-same-origin allow-popups allow-downloads allow-modals';
const MAY_NOT = ['fullscreen', 'camera', 'microphone', 'geolocation', 'display-capture', 'publickey-credentials-get', 'clipboard-read']
  .map((feature) => `${feature} 'none'`).join('; ');

function framed(info, url) {
  const name = nameOf(info);
  return html`<div class="framed">
    <div class="frame-bar">
      <h1 tabindex="-1"><bdi>${name}</bdi></h1>
      <a class="icon-button" href=${pageOf(info.settings.id)} aria-label="Manage" title="Manage">${icon('settings')}</a>
      <a class="icon-button" href=${url} target="_blank" rel="noopener" aria-label="Open in a tab of its own"
        title="Open in a tab of its own">${icon('open')}</a>
    </div>
    <iframe title=${name} sandbox=${MAY} allow=${MAY_NOT} src=${url}></iframe>
  </div>`;
}

function asleep(info, watch, manage) {
  const start = () => told(() => services.start(info.settings.id)).then(watch.refresh);
  return html`<div class="column">
    ${serviceHead(info)}
    <div class="actions left">
      ${manage
        ? html`<button class="button main" ?disabled=${isOnItsWay(info)} @click=${start}>Start</button>`
        : nothing}
      <a class="button" href=${pageOf(info.settings.id)}>See details</a>
    </div>
  </div>`;
}
