/** Removes a record and all that it ever was, after its name was typed. */
import { ask, count, html, toast } from '../look.js';
import { adb } from '../api.js';
import { pathText } from '../words.js';

/**
 * @param {string} dbId
 * @param {string[]} names
 * @param {() => void} gone told when it is removed
 */
export function purgeRecord(dbId, names, gone) {
  const path = pathText(names);
  const name = names.at(-1);
  ask({
    title: 'Remove this record for good?',
    body: html`<bdi class="mono">${path}</bdi> and all its earlier versions are lost: they cannot be restored, nor seen
      by looking at the past. Backups and exports keep what they have. That something was removed stays in the log, not what.`,
    fields: [{ name: 'typed', label: `To confirm, type its name: ${name}` }],
    action: 'Remove for good',
    danger: true,
    act: async ({ typed }) => {
      if (![typed, typed.trim()].includes(name)) {
        throw new Error(`That is not its name. Type ${name}, or cancel.`);
      }
      const { versions } = await adb.purge(dbId, names);
      gone();
      toast(`Removed ${path} for good, with ${count(versions, 'version')}.`);
    },
  });
}
