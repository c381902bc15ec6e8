/** The start page: every service as a tile. */
import { html, nothing } from '../lit.js';
import { face, icon } from '../icons.js';
import { notice, stale, stateBadge, unconfinedNotice, waiting } from '../parts.js';
import { isForPeople, isThere, linkOf, mayManage, nameOf, pageOf } from '../service.js';
import { count, greeting } from '../words.js';

export function launcher({ session, watch }) {
  return {
    title: () => 'Home',
    view: () => {
      const shown = watch.list?.filter(isForPeople);
      return html`<section class="hero">
          <h1 tabindex="-1">${greeting(new Date().getHours())}, <bdi>${session.username}</bdi></h1>
          <p>${shown ? summary(shown) : nothing}</p>
        </section>
        <section class="wide">
          ${stale(watch)} ${shown ? unconfinedNotice(watch.list) : waiting(watch)}
          ${watch.list ? coreTrouble(watch.list) : nothing}
          ${shown ? tiles(shown, session) : nothing}
        </section>`;
    },
  };
}

function summary(shown) {
  const running = shown.filter(isThere).length;
  const crashed = shown.filter((info) => info.state === 'crashed').length;
  if (shown.every((info) => info.core)) {
    return 'Your cloud is up. Install the first service.';
  }
  const words = running === shown.length ? `${count(running, 'service')} running` : `${running} of ${count(shown.length, 'service')} running`;
  return crashed ? `${words}, ${count(crashed, 'needs a look', 'need a look')}.` : `${words}.`;
}

/** The parts of Atek have no tile, so that their trouble needs a line of its own. */
function coreTrouble(list) {
  return list
    .filter((info) => info.core && info.state === 'crashed')
    .map((info) => notice('bad', html`<b><bdi>${nameOf(info)}</bdi>, a part of Atek, has crashed.</b>
      <a href=${pageOf(info.settings.id)}>See details</a>`));
}

function tiles(shown, session) {
  return html`<ul class="tiles" aria-label="Services">
    ${shown.map((info) => tile(info, mayManage(session, info)))}
    <li>
      <a class="tile add" href="/install">
        <span class="face plain" aria-hidden="true">${icon('plus')}</span><b>Install</b>
        <small>Add a service</small>
      </a>
    </li>
  </ul>`;
}

function tile(info, manage) {
  const name = nameOf(info);
  return html`<li>
    <a class="tile" href=${linkOf(info)}>${face(info)}<b><bdi>${name}</bdi></b>${stateBadge(info)}</a>
    ${manage
      ? html`<a class="icon-button corner" href=${pageOf(info.settings.id)} aria-label=${`Manage ${name}`}
          title="Manage">${icon('more')}</a>`
      : nothing}
  </li>`;
}
