/** Deletes a record after a yes, and offers to take it back. */
import { ask, html, toast, told } from '../look.js';
import { adb } from '../api.js';
import { pathText } from '../words.js';

/**
 * @param {string} dbId
 * @param {string[]} names
 * @param {() => void} gone told when it is deleted
 */
export function removeRecord(dbId, names, gone) {
  const path = pathText(names);
  ask({
    title: 'Delete this record?',
    body: html`<bdi class="mono">${path}</bdi> is not shown any more. Its history stays, and it can be restored from there.`,
    action: 'Delete',
    danger: true,
    act: async () => {
      const { seq } = await adb.recordGet(dbId, names);
      await adb.batch(dbId, [{ op: 'delete', path: names, expect: seq }]);
      gone();
      toast(`Deleted ${path}.`, 'good', { label: 'Undo', act: () => undo(dbId, names, seq) });
    },
  });
}

async function undo(dbId, names, seq) {
  if (await told(() => adb.restore(dbId, names, seq), `${pathText(names)} is back.`)) {
    dispatchEvent(new HashChangeEvent('hashchange'));
  }
}
