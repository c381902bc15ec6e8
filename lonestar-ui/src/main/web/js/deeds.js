/** What was done on this server, in plain words. */

const SERVICES = 'atek.cloud/services-api ';
const PERMISSIONS = 'atek.cloud/permissions-api ';
const USERS = 'atek.cloud/users-api ';
const SESSIONS = 'atek.cloud/user-sessions-api ';

/**
 * What somebody did, and what he wanted to do; what it is done to comes behind, or where `{}` is.
 *
 * @type {Record<string, [done: string, wanted: string]>}
 */
const DEEDS = {
  [`${SERVICES}install`]: ['installed', 'install'],
  [`${SERVICES}uninstall`]: ['uninstalled', 'uninstall'],
  [`${SERVICES}configure`]: ['changed the settings of', 'change the settings of'],
  [`${SERVICES}start`]: ['started', 'start'],
  [`${SERVICES}stop`]: ['stopped', 'stop'],
  [`${SERVICES}restart`]: ['restarted', 'restart'],
  [`${SERVICES}updatePackage`]: ['updated', 'update'],
  [`${SERVICES}rollback`]: ['took {} back to its version before', 'take {} back to its version before'],
  [`${SERVICES}setPermissions`]: ['changed what {} may do', 'change what {} may do'],
  [`${PERMISSIONS}grant`]: ['allowed things to', 'allow things to'],
  [`${PERMISSIONS}revoke`]: ['took things back from', 'take things back from'],
  [`${PERMISSIONS}decide`]: ['answered what was asked by', 'answer what was asked by'],
  [`${PERMISSIONS}request`]: ['asked for something', 'ask for something'],
  [`${USERS}create`]: ['added', 'add'],
  [`${USERS}update`]: ['changed the account of', 'change the account of'],
  [`${USERS}delete`]: ['deleted the account of', 'delete the account of'],
  [`${USERS}updateSettings`]: ['changed the settings of', 'change the settings of'],
  [`${USERS}setPassword`]: ['changed the password of', 'change the password of'],
  [`${USERS}invite`]: ['made an invite', 'make an invite'],
  [`${USERS}uninvite`]: ['took back an invite', 'take back an invite'],
  [`${USERS}beginTotp`]: ['began to set up login codes for', 'set up login codes for'],
  [`${USERS}confirmTotp`]: ['turned on login codes for', 'turn on login codes for'],
  [`${USERS}resetTotp`]: ['turned off login codes for', 'turn off login codes for'],
  [`${SESSIONS}login`]: ['logged in as', 'log in as'],
  [`${SESSIONS}logout`]: ['logged out', 'log out'],
  [`${SESSIONS}revoke`]: ['logged out devices of', 'log out devices of'],
  'atek.cloud/inspect-api setConfig': ['changed settings of this server:', 'change settings of this server'],
};

/** What happened without anybody. */
const EVENTS = {
  'host started': 'The server started',
  'host stopped': 'The server stopped',
  'config changed': 'The settings of this server changed',
  'service crashed': '{} crashed',
  'service left alone after crashes': '{} crashed again and again and stays stopped',
  'service started again': '{} was started again',
  'invite used': '{} came by an invite',
  'first account made': '{} made the first account',
  'update found': 'There is an update of {}',
  'audit damaged': 'A part of this record was damaged and put aside',
  'audit incomplete': 'Some of this record could not be written',
  'audit shortened': 'The oldest part of this record was let go',
};

const WAYS = { page: 'from', program: 'a program of' };

/**
 * @param {any} entry of the audit
 * @returns {{who: string, says: string[], name: string, more: string, way: string}} `says` are the
 *     words before and behind the name of what it was done to
 */
export function deed(entry) {
  const name = entry.target?.name ?? '';
  return {
    who: who(entry),
    says: words(entry).split('{}'),
    name,
    more: entry.more ? `and ${entry.more} more like this` : '',
    way: way(entry),
  };
}

function who(entry) {
  if (entry.via === 'itself') {
    return '';
  }
  if (entry.via === 'host') {
    return 'The command line';
  }
  return entry.via === 'nobody' ? 'Somebody' : (entry.username ?? 'Somebody');
}

function words(entry) {
  const known = DEEDS[entry.what];
  if (!known) {
    return EVENTS[entry.what] ?? withName(entry, others(entry));
  }
  const [done, wanted] = known;
  const self = entry.target?.key !== undefined && entry.target.key === entry.userKey;
  if (self && entry.outcome === 'done' && entry.what === `${SESSIONS}login`) {
    return 'logged in';
  }
  const said = { done, refused: `may not ${wanted}`, failed: `could not ${wanted}` }[entry.outcome];
  return withName(entry, said);
}

function others(entry) {
  const call = entry.what.replace(/^atek\.cloud\//, '');
  return { done: `called ${call}`, refused: `may not call ${call}`, failed: `could not call ${call}` }[entry.outcome];
}

const withName = (entry, text) => (text.includes('{}') || !entry.target?.name ? text : `${text} {}`);

function way({ via, serviceId, serviceKey }) {
  const service = serviceId ?? serviceKey;
  if (service === 'core.lonestar') {
    return '';
  }
  return service ? `${WAYS[via] ?? 'through'} ${service}`.replace('a program of', 'by the program') : (WAYS[via] ?? '');
}
