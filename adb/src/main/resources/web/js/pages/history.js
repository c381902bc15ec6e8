/** What a record was: its versions, what each changed, and the way back. */
import { ask, html, nothing, toast } from '../look.js';
import { adb } from '../api.js';
import { difference, differenceView, summary } from '../difference.js';
import { say } from '../live.js';
import { link, pathText, time } from '../words.js';
import { purgeRecord } from './purge.js';
import { recordHeading } from './record.js';

const PAGE_VERSIONS = 50;

export function history(place) {
  const { db, names, at, writes, draw } = place;
  let versions;
  let done = false;
  let problem;
  let against = 'before';

  async function more() {
    try {
      const before = versions?.at(-1)?.seq;
      // One more than is shown, for what the oldest is compared with.
      const answer = await adb.recordHistory(db.dbId, names, { limit: PAGE_VERSIONS, ...(before ? { before } : {}) });
      versions = [...(versions ?? []), ...answer.versions];
      done = answer.versions.length < PAGE_VERSIONS;
      if (before) {
        say(`${answer.versions.length} more versions`);
      }
    } catch (e) {
      problem = e.message;
    }
    draw();
  }

  const restore = (version) =>
    ask({
      title: version.deleted ? 'Delete the record again?' : 'Restore this version?',
      body: html`<bdi class="mono">${pathText(names)}</bdi> becomes what it was at ${time(version.time)}. What it is now
        stays in this history.`,
      action: 'Restore',
      act: async () => {
        await adb.restore(db.dbId, names, version.seq);
        toast('Restored.');
        versions = undefined;
        draw();
        await more();
      },
    });

  const purge = () => purgeRecord(db.dbId, names, () => location.assign(link(db.dbId, 'records', names.slice(0, -1))));

  more();
  return {
    title: `History of ${names.at(-1)}`,
    keys: [{ key: 'u', says: 'The record', act: () => location.assign(link(db.dbId, 'record', names, at)) }],
    view: () => html`<div class="head-row">${recordHeading(place)}
        <a class="button" href=${link(db.dbId, 'record', names, at)}>The record</a></div>
      <fieldset class="line plain"><legend>Compare each version with</legend>
        ${[['before', 'the one before it'], ['now', 'the newest']].map(([value, text]) => html`<label class="check"><input
            type="radio" name="against" value=${value} ?checked=${against === value} @change=${() => {
              against = value;
              draw();
            }}>${text}</label>`)}
      </fieldset>
      ${problem ? html`<p class="notice bad" role="alert">${problem}</p>` : nothing}
      ${versions ? list() : problem ? nothing : html`<p class="panel soft" role="status">Asking…</p>`}
      ${versions && !done ? html`<button class="button" @click=${more}>Show more</button>` : nothing}`,
  };

  function list() {
    if (versions.length === 0) {
      return html`<p class="panel soft">There was never a record here.</p>`;
    }
    return html`<ol class="rows panel versions">${versions.map((version, i) => entry(version, i))}</ol>
      ${writes ? html`<button class="button danger quiet" @click=${purge}>Remove it and all its history…</button>` : nothing}`;
  }

  function entry(version, i) {
    const older = versions[i + 1];
    const isOldest = !older && done;
    const lines =
      against === 'now' ? difference(version.value, versions[0].value) : difference(older?.value, version.value);
    const lost = version.value === undefined && !version.deleted;
    return html`<li><details ?open=${i === 0}>
      <summary data-row><b>${time(version.time)}</b>
        <small>change ${version.seq} · ${word(version, older, isOldest)}${lost || (!older && !isOldest) ? nothing : ` · ${summary(lines)}`}</small></summary>
      <div class="version">
        ${lost
          ? html`<p class="soft">What it was is not kept any more.</p>`
          : !older && !isOldest && against === 'before'
            ? html`<p class="soft">Show more, to compare it with the one before it.</p>`
            : differenceView(lines, against === 'now' ? 'From this version to the newest' : 'What this version changed')}
        <div class="actions left">
          ${writes && i > 0 && !lost ? html`<button class="button" @click=${() => restore(version)}>Restore</button>` : nothing}
          <a class="button" href=${link(db.dbId, 'records', [], version.seq)}>The whole database then</a>
        </div>
      </div>
    </details></li>`;
  }
}

function word(version, older, isOldest) {
  if (version.deleted) {
    return 'deleted';
  }
  return isOldest || older?.deleted ? 'created' : 'changed';
}
