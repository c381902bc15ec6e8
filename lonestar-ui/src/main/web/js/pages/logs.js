/** What a service writes, line by line, as it comes. */
import { html } from '../lit.js';
import { copy } from '../clipboard.js';
import { servicesUntil } from '../host.js';
import { icon } from '../icons.js';
import { serviceHead, serviceTabs, withManaged } from '../parts.js';
import { told } from '../toast.js';

const FIRST_LINES = 500;
const NEXT_LINES = 2000;

/** How many lines stay on the page. */
const LINES_MAX = 5000;

/** How long the host holds a question for which there is no line yet. */
const WAIT_MS = 20_000;

/** Before asking again after an error. */
const PATIENCE_MS = 3000;

export function logs({ session, watch, params: { id }, draw }) {
  const closed = new AbortController();
  const services = servicesUntil(closed.signal);
  const paper = document.createElement('div');
  let paused = false;
  let problem;

  async function follow() {
    let cursor;
    while (!closed.signal.aborted) {
      try {
        const range = cursor === undefined ? { lines: FIRST_LINES } : { lines: NEXT_LINES, after: cursor, waitMs: WAIT_MS };
        const news = await services.logs(id, range);
        await unpaused();
        write(paper, news.lines);
        ({ cursor } = news);
        say(undefined);
      } catch (e) {
        if (e.code !== undefined) {
          // The host no longer knows the cursor: begin anew with the newest lines.
          cursor = undefined;
          paper.replaceChildren();
        }
        say(e.message);
        await pause(PATIENCE_MS);
      }
    }
  }

  function say(words) {
    if (problem !== words && !closed.signal.aborted) {
      problem = words;
      draw();
    }
  }

  let goOn;
  const unpaused = () => (paused ? new Promise((resolve) => (goOn = resolve)) : undefined);

  function toggle() {
    paused = !paused;
    if (!paused) {
      goOn?.();
      paper.scrollTop = paper.scrollHeight;
    }
    draw();
  }

  follow();
  return {
    title: () => `Logs of ${id}`,
    close: () => closed.abort(),
    view: () =>
      withManaged({ watch, session }, id, (info) => html`<div class="column">
        ${serviceHead(info)} ${serviceTabs(id)}
        <section class="panel">
          <div class="log-bar">
            <h2 class="unseen">Logs</h2>
            <span class="live ${paused || problem ? 'off' : ''}" role="status">${problem ?? (paused ? 'Paused' : 'Live')}</span>
            <button class="button" aria-pressed=${paused} @click=${toggle}>${icon(paused ? 'play' : 'pause')}${paused ? 'Go on' : 'Pause'}</button>
            <button class="button" @click=${() => told(() => copy(textOf(paper)), 'Copied.')}>${icon('copy')}Copy</button>
          </div>
          ${dressed(paper, id)}
        </section>
      </div>`),
  };
}

function dressed(paper, id) {
  paper.className = 'log';
  paper.tabIndex = 0;
  paper.setAttribute('role', 'log');
  paper.setAttribute('aria-label', `Logs of ${id}`);
  return paper;
}

/** Adds lines; whoever reads the newest ones keeps seeing the newest ones. */
function write(paper, lines) {
  const atEnd = paper.scrollHeight - paper.scrollTop - paper.clientHeight < 30;
  const fresh = lines.slice(-LINES_MAX).map((text) => {
    const line = document.createElement('bdi');
    line.textContent = text;
    return line;
  });
  paper.append(...fresh);
  while (paper.childElementCount > LINES_MAX) {
    paper.firstElementChild.remove();
  }
  if (atEnd) {
    paper.scrollTop = paper.scrollHeight;
  }
}

const textOf = (paper) => [...paper.children].map((line) => `${line.textContent}\n`).join('');

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
