/** Settings: who did what on this server. Admins see all, others what concerns them. */
import { html, nothing } from '../lit.js';
import { deed } from '../deeds.js';
import { audit, users } from '../host.js';
import { notice, settingsTabs } from '../parts.js';
import { nameOf, plain } from '../service.js';
import { told } from '../toast.js';

const PAGE = 50;

/** How often to look for more, as long as somebody looks at the page. */
const AGAIN_MS = 5000;

export function activity({ session, watch, draw }) {
  const admin = session.role === 'admin';
  const filter = { user: '', service: '' };
  let people = [];
  let entries;
  let before;
  let problem;
  let verdict;
  let asked = 0;

  const query = () => ({
    limit: PAGE,
    user: filter.user || undefined,
    service: filter.service || undefined,
  });

  async function load(more) {
    asked += 1;
    const mine = asked;
    try {
      const page = await audit.list({ ...query(), before: more ? before : undefined });
      if (mine !== asked) {
        return;
      }
      entries = more ? [...entries, ...page.entries] : page.entries;
      ({ before, problem } = page);
    } catch (e) {
      problem = e.message;
    }
    draw();
  }

  async function refresh() {
    if (document.hidden || !entries) {
      return;
    }
    const mine = asked;
    const page = await audit.list(query()).catch(() => undefined);
    if (!page || mine !== asked) {
      return;
    }
    const known = new Set(entries.map((entry) => entry.at));
    const fresh = page.entries.filter((entry) => !known.has(entry.at));
    if (fresh.length > 0 && fresh.length < PAGE) {
      entries = [...fresh, ...entries];
      draw();
    } else if (fresh.length === PAGE) {
      load();
    }
  }

  function choose(name, event) {
    filter[name] = event.target.value;
    load();
  }

  async function verify() {
    await told(async () => {
      const report = await audit.verify();
      verdict = report.sound
        ? notice('good', `All ${report.entries} entries are as they were written.`)
        : notice('bad', report.damage ?? `A damaged part is kept aside: ${report.aside.join(', ')}`);
    });
    draw();
  }

  if (admin) {
    users.list().then(
      (answer) => {
        people = answer.users;
        draw();
      },
      () => {}, // Without it nobody can be chosen.
    );
  }
  load();
  const timer = setInterval(refresh, AGAIN_MS);

  return {
    title: () => 'Activity',
    close: () => clearInterval(timer),
    view: () => html`<div class="wide">
      <h1 tabindex="-1">Settings</h1>
      ${settingsTabs(session)}
      <div class="head-row">
        <h2>Activity</h2>
        ${admin ? html`<button class="button" @click=${verify}>Check for changes</button>` : nothing}
      </div>
      ${verdict ?? nothing}
      <div class="panel filters">
        ${admin ? choice('Person', people.map((user) => [user.key, user.username]), (e) => choose('user', e)) : nothing}
        ${choice('Service', (watch.list ?? []).map((info) => [info.key, nameOf(info)]), (e) => choose('service', e))}
      </div>
      ${problem ? notice('bad', problem) : nothing}
      ${entries ? days(entries) : html`<p class="loading" role="status">Asking the server…</p>`}
      ${entries && before
        ? html`<p class="actions"><button class="button" @click=${() => load(true)}>Show older</button></p>`
        : nothing}
    </div>`,
  };
}

function choice(label, options, onchange) {
  return html`<label class="field"><span>${label}</span>
    <select @change=${onchange}>
      <option value="">All</option>
      ${options.map(([key, name]) => html`<option value=${key}>${plain(name, 40)}</option>`)}
    </select>
  </label>`;
}

/** The entries, a list for each day. */
function days(entries) {
  if (entries.length === 0) {
    return html`<p class="panel">Nothing to show.</p>`;
  }
  const groups = Map.groupBy(entries, (entry) => new Date(entry.time).toDateString());
  return [...groups].map(
    ([day, list]) => html`<h3 class="day">${dayWord(day)}</h3>
      <ul class="panel deeds">${list.map(line)}</ul>`,
  );
}

function dayWord(day) {
  const today = new Date();
  if (day === today.toDateString()) {
    return 'Today';
  }
  today.setDate(today.getDate() - 1);
  return day === today.toDateString()
    ? 'Yesterday'
    : new Date(day).toLocaleDateString(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}

function line(entry) {
  const { who, says, name, more, way } = deed(entry);
  const time = new Date(entry.time);
  const small = [way, entry.note && plain(entry.note, 200), more].filter(Boolean).join(' · ');
  const [first, ...rest] = says;
  return html`<li class=${entry.outcome}>
    <time datetime=${entry.time} title=${time.toLocaleString()}>${time.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })}</time>
    <p>${who ? html`<b><bdi>${plain(who, 40)}</bdi></b> ` : nothing}${first}${rest.map(
      (words) => html`<b><bdi>${plain(name, 60)}</bdi></b>${words}`,
    )}${small ? html`<small><bdi>${small}</bdi></small>` : nothing}</p>
  </li>`;
}
