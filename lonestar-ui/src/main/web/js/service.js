/**
 * What a service looks like to a person. Everything a service says about itself is text from
 * strangers: it passes {@link plain} and is only ever set as text.
 */

import { posesAsOurs } from './look-alike.js';

/** A longer name breaks every layout, and no honest one is. */
const NAME_MAX = 60;

const HUES = 12;

/** Without marks that could turn the direction of the text around them, and on one line. */
export function plain(text, max = NAME_MAX) {
  const clean = String(text ?? '')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const letters = [...clean];
  return letters.length > max ? `${letters.slice(0, max - 1).join('')}…` : clean;
}

/** What it calls itself; what its owner calls it when it calls itself nothing, or something of ours. */
export function nameOf(info) {
  const { manifest, package: source, id } = info.settings;
  const name = plain(manifest?.name) || plain(source?.title) || id;
  return !info.core && posesAsOurs(name) ? id : name;
}

/** The letter on the icon. */
export function letterOf(info) {
  return ([...nameOf(info)].find((c) => /[\p{L}\p{N}]/u.test(c)) ?? '★').toLocaleUpperCase();
}

/** A number that goes with the key of a service for ever, as class `hue-0` to `hue-11`. */
export function hueOf(info) {
  let sum = 0;
  for (const c of info.key) {
    sum = (sum * 31 + c.codePointAt(0)) % 9973;
  }
  return `hue-${sum % HUES}`;
}

/** The address, when it is one that a link may safely have. */
export function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The address of a service in the domain that this page is open in, where the session is: the host
 * tells it in the first of its domains. Addresses such as 192.168.1.2 have no subdomains.
 */
export function addressOf(info, here = location) {
  const told = webAddress(info.url);
  const label = `${info.settings.id}.`;
  if (!told || /^[\d.]+$|^\[/.test(here.hostname) || !new URL(told).hostname.startsWith(label)) {
    return told;
  }
  return `${here.protocol}//${label}${here.host}/`;
}

// The slash at the end keeps the dot of an id such as core.adb from looking like a file's ending.
export const pageOf = (id) => `/service/${encodeURIComponent(id)}/`;
export const frameOf = (id) => `/app/${encodeURIComponent(id)}/`;

export const isRunning = (info) => info.state === 'running' || info.state === 'unhealthy';

/** Whether it is stopped and comes when somebody opens it. */
export const isAsleep = (info) => info.state === 'stopped' && info.status === 'active';

/** Whether it answers whoever opens it, at once or after it woke up. */
export const isThere = (info) => isRunning(info) || info.status === 'active';

/** Its state, where a service that sleeps has one of its own. */
export const stateOf = (info) => (isAsleep(info) ? 'asleep' : info.state);

/** Whether its state is about to change by itself. */
export const isOnItsWay = (info) =>
  ['installing', 'starting', 'updating', 'uninstalling'].includes(info.state);

/** Whether a process runs and nothing confines it. */
export const isUnconfined = (info) => isRunning(info) && info.sandbox?.length === 0;

/** Whether it may be shown in a frame: at the root it would be this very page, and could reach it. */
export const isFramed = (info) =>
  info.settings.manifest?.frame === true && new URL(addressOf(info) ?? location.href).origin !== location.origin;

/** Where a click on the service leads: to itself when it is there, else to the page about it. */
export function linkOf(info) {
  const url = addressOf(info);
  if (!isThere(info) || !url) {
    return pageOf(info.settings.id);
  }
  return isFramed(info) ? frameOf(info.settings.id) : url;
}

/** Whether this person may start, stop and change it. */
export const mayManage = (session, info) =>
  session.role === 'admin' || info.settings.owningUserKey === session.userKey;

/** Whether people look at it: installed by one of them, or a part of Atek with pages to show. */
export const isForPeople = (info) => !info.core || info.settings.manifest?.frame === true;
