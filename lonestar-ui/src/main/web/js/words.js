/** Plain words for what the APIs say in short. */

const STATES = {
  running: 'Running',
  installing: 'Installing',
  starting: 'Starting',
  stopped: 'Stopped',
  asleep: 'Asleep',
  unhealthy: 'Not answering',
  crashed: 'Crashed',
  updating: 'Updating',
  uninstalling: 'Uninstalling',
};

export const stateWord = (state) => STATES[state] ?? 'Unknown';

const LAYERS = {
  namespaces: 'It sees only its own files and no other programs.',
  seccomp: 'Dangerous requests to the system are refused.',
  landlock: 'A second wall keeps it out of files that are not its own.',
  cgroups: 'Its memory, processor time and number of processes are limited, for all its programs together.',
  'no-network': 'It reaches no network.',
  network: 'It reaches only what was allowed of the network.',
  capabilities: 'It has no special rights on this machine.',
  uid: 'It runs as a user of its own.',
  limits: 'Its memory and its number of processes are limited.',
};

/** @returns {{name: string, words: string}[]} a layer we have no words for keeps its name */
export function layerWords(sandbox) {
  return sandbox.map((name) => ({ name, words: LAYERS[name] ?? 'Another layer of protection.' }));
}

/** "1 service", "2 services". */
export const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** "notes, feeds and 2 more". */
export function listed(names, most = 3) {
  if (names.length <= most) {
    return names.join(', ').replace(/, ([^,]*)$/, ' and $1');
  }
  return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`;
}

export function greeting(hour) {
  if (hour >= 5 && hour < 12) {
    return 'Good morning';
  }
  return hour >= 12 && hour < 18 ? 'Good afternoon' : 'Good evening';
}

/** What is installed, such as "1.4.0" or "Local folder". */
export function versionWord(info) {
  const { sourceType, installedVersion } = info.settings.package;
  if (sourceType === 'file') {
    return info.core ? 'Part of Atek' : 'Local folder';
  }
  return installedVersion?.replace(/^v/, '') ?? '';
}

const SPANS = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Infinity],
];

/**
 * "5 minutes ago", "in 2 days"; "just now" within a minute.
 *
 * @param {string} time ISO 8601
 */
export function ago(time) {
  let much = (new Date(time).getTime() - Date.now()) / 1000;
  if (Math.abs(much) < 60) {
    return 'just now';
  }
  for (const [unit, most] of SPANS) {
    if (Math.abs(much) < most) {
      return new Intl.RelativeTimeFormat('en').format(Math.round(much), unit);
    }
    much /= most;
  }
  return '';
}

/** "1.5 MB". */
export function size(bytes) {
  const power = bytes < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
  const number = bytes / 1000 ** power;
  return `${number.toFixed(power > 0 && number < 100 ? 1 : 0)} ${['bytes', 'kB', 'MB', 'GB', 'TB'][power]}`;
}
