/** What a database keeps of its past, and what it takes of the disk. */
import { ask, html, nothing, toast } from '../look.js';
import { adb } from '../api.js';
import { say } from '../live.js';
import { nameOf, number, size } from '../words.js';

const ASK_AGAIN_MS = 500;
const VERSIONS_MAX = 1_000_000;
const DAYS_MAX = 36_500;

const KINDS = [
  { kind: 'all', title: 'Everything', says: 'Every version of every record can be seen and restored, for ever.' },
  {
    kind: 'versions',
    title: 'Some versions of each record',
    says: 'Of each record its newest versions can be seen and restored. The whole database can be seen as it was only since space was last freed.',
    unit: 'Versions',
    max: VERSIONS_MAX,
  },
  {
    kind: 'days',
    title: 'Some days',
    says: 'Records, and the whole database, can be seen as they were at any time of these last days.',
    unit: 'Days',
    max: DAYS_MAX,
  },
  { kind: 'newest', title: 'Only what is there now', says: 'Once space is freed, nothing earlier can be seen or restored.' },
];

/**
 * @param {object} parts
 * @param {any} parts.db
 * @param {() => void} parts.draw
 * @param {() => Promise<any>} parts.measure asks anew how large it is
 */
export function storage({ db, draw, measure }) {
  let kept;
  let kind = 'all';
  const numbers = { versions: 10, days: 30 };
  let problem;
  let freed;
  /** What is under way: `{says, share?}`. */
  let work;
  let timer;

  adb.dbGetConfig(db.dbId).then(({ retention = 'all' }) => {
    kept = retention;
    kind = typeof retention === 'string' ? retention : Object.keys(retention)[0];
    Object.assign(numbers, typeof retention === 'string' ? {} : retention);
    draw();
    watchBuilding();
  }, (e) => {
    problem = e.message;
    draw();
  });

  const chosen = () => (Object.hasOwn(numbers, kind) ? { [kind]: numbers[kind] } : kind);

  async function save(event) {
    event.preventDefault();
    const retention = chosen();
    const act = async () => {
      await adb.dbConfigure(db.dbId, { retention });
      kept = retention;
      toast('Saved.');
      draw();
    };
    if (kind === 'all') {
      await act().catch((e) => toast(e.message, 'bad'));
      return;
    }
    await ask({
      title: `Keep less of ${nameOf(db)}?`,
      body: html`${KINDS.find((one) => one.kind === kind).says} What is older goes for good when space is freed, which
        happens by itself as the database grows.`,
      action: 'Keep less',
      danger: true,
      act,
    });
  }

  async function during(says, act) {
    work = { says };
    draw();
    try {
      await act();
      await measure();
    } catch (e) {
      toast(e.message, 'bad');
    }
    work = undefined;
    draw();
  }

  const free = () =>
    during('Freeing space…', async () => {
      const { bytesBefore, bytesAfter } = await adb.compact(db.dbId);
      freed = `The log took ${size(bytesBefore)} and takes ${size(bytesAfter)} now.`;
      say(freed);
    });

  const rebuild = () =>
    during('Making the view anew…', async () => {
      await adb.rebuild(db.dbId);
      await built();
      toast('The view is made anew.');
    });

  /** Someone else may have begun it. */
  async function watchBuilding() {
    const { building } = await adb.stat(db.dbId).catch(() => ({}));
    if (building && !work) {
      await during('Making the view anew…', built);
    }
  }

  async function built() {
    for (;;) {
      const { building } = await adb.stat(db.dbId);
      if (!building) {
        return;
      }
      const { done, total } = building;
      work = { says: `${number(done)} of ${number(total)} changes read`, share: total > 0 ? done / total : undefined };
      draw();
      await new Promise((next) => {
        timer = setTimeout(next, ASK_AGAIN_MS);
      });
    }
  }

  return {
    close: () => clearTimeout(timer),
    view: () => html`<form class="panel" @submit=${save} autocomplete="off"><h2>History</h2>
        <fieldset ?disabled=${kept === undefined}><legend>How much of the past is kept</legend>${KINDS.map(choice)}</fieldset>
        ${problem ? html`<p class="notice bad" role="alert">${problem}</p>` : nothing}
        <div class="actions left"><button class="button main" ?disabled=${kept === undefined}>Save</button></div>
      </form>
      <section class="panel"><h2>Space</h2>
        <p class="soft">Freeing space takes from the log what is not to be kept, and what was removed for good. It also happens by itself.
          The view is what is read; it can be made anew from the log at any time, and the old one answers meanwhile.</p>
        <div class="actions left">
          <button class="button" ?disabled=${work !== undefined} @click=${free}>Free space now</button>
          <button class="button" ?disabled=${work !== undefined} @click=${rebuild}>Make the view anew</button>
        </div>
        <div class="work" role="status">${work
          ? html`<progress max="1" value=${work.share ?? nothing} aria-label=${work.says}></progress><span>${work.says}</span>`
          : (freed ?? nothing)}</div>
      </section>`,
  };

  function choice(one) {
    const is = one.kind === kind;
    return html`<label class="choice"><input type="radio" name="retention" value=${one.kind} .checked=${is} @change=${() => {
        kind = one.kind;
        draw();
      }}><span><b>${one.title}</b><small>${one.says}</small></span></label>
      ${one.unit && is
        ? html`<label class="field number"><span>${one.unit}</span><input type="number" inputmode="numeric" min="1" max=${one.max} step="1" required
            .value=${String(numbers[one.kind])} @input=${(e) => {
              numbers[one.kind] = e.target.valueAsNumber;
            }}></label>`
        : nothing}`;
  }
}
