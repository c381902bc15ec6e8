/**
 * What was typed and not saved, kept by the browser until its tab is closed: whoever follows a link
 * or goes back loses nothing.
 */
const PREFIX = 'atek-db-draft ';

/** @param {string} address of the view, which is the name of the draft */
export function draft(address = location.hash) {
  const key = PREFIX + address;
  return {
    /** @returns {{text: string, seq: number} | undefined} */
    found: () => {
      const kept = sessionStorage.getItem(key);
      return kept === null ? undefined : JSON.parse(kept);
    },
    keep: (text, seq) => {
      try {
        sessionStorage.setItem(key, JSON.stringify({ text, seq }));
      } catch {
        // A browser that keeps no more: the text is still in the page.
      }
    },
    forget: () => sessionStorage.removeItem(key),
  };
}
