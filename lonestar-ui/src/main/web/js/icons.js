/** The drawings. All are decoration: the words beside them, or a label, say what they mean. */
import { html } from './lit.js';
import { hueOf, letterOf } from './service.js';

const PATHS = {
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zm5.2 12.2L21 21',
  apps: 'M5 5h.01M12 5h.01M19 5h.01M5 12h.01M12 12h.01M19 12h.01M5 19h.01M12 19h.01M19 19h.01',
  plus: 'M12 5v14M5 12h14',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  open: 'M14 4h6v6M20 4l-9 9M18 14v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h4',
  play: 'M8 5.5v13l11-6.5z',
  stop: 'M7 7h10v10H7z',
  restart: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9.4M20 4.5v4.9h-4.9',
  remove: 'M4 7h16M10 11v6M14 11v6M6 7l1 12a1.5 1.5 0 0 0 1.5 1.4h7A1.5 1.5 0 0 0 17 19l1-12M9 7V4.6h6V7',
  warn: 'M12 4 2.8 19.5h18.4zM12 10v4.2M12 17h.01',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  pause: 'M9 6v12M15 6v12',
  settings: 'M4 8h8.5M17.5 8H20M4 16h2.5M11.5 16H20M15 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM9 13.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  leave: 'M14 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h8M10 12h11M17.5 8l4 4-4 4',
  up: 'M12 20V5M6 11l6-6 6 6',
  back: 'M15 5l-7 7 7 7',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.6-3.6 3.6-5.5 7.5-5.5s6.9 1.9 7.5 5.5',
};

export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d=${PATHS[name]}></path>
  </svg>`;
}

/** The generated icon of a service: its letter, on a colour that goes with its key. */
export function face(info) {
  return html`<span class="face ${hueOf(info)}" aria-hidden="true">${letterOf(info)}</span>`;
}
