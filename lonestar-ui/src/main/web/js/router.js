/** Which page belongs to which path, and how to get there without loading anew. */

/**
 * @typedef {Record<string, string>} Params
 * @typedef {[pattern: string, page: string]} RouteRow
 */

/**
 * Finds the page of a path. A `:name` in a pattern takes one segment; a slash at the end is
 * ignored.
 *
 * @param {[string, any][]} table
 * @param {string} path
 * @returns {{page: any, params: Params} | undefined}
 */
export function match(table, path) {
  const parts = segments(path);
  for (const [pattern, page] of table) {
    const params = fit(segments(pattern), parts);
    if (params) {
      return { page, params };
    }
  }
  return undefined;
}

function segments(path) {
  return path.split('/').filter(Boolean);
}

function fit(pattern, parts) {
  if (pattern.length !== parts.length) {
    return undefined;
  }
  const params = {};
  for (const [i, wanted] of pattern.entries()) {
    if (wanted.startsWith(':')) {
      params[wanted.slice(1)] = decoded(parts[i]);
    } else if (wanted !== parts[i]) {
      return undefined;
    }
  }
  return params;
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Shows the page of `path`. */
export function go(path) {
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}

/** Calls `show` for every move within this site, by link, by {@link go} and by the back button. */
export function onMove(show) {
  addEventListener('popstate', () => show(location.pathname));
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest('a[href]');
    if (link && ours(link, event)) {
      event.preventDefault();
      go(link.pathname + link.search);
    }
  });
}

function ours(link, event) {
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const here = link.origin === location.origin && !link.pathname.startsWith('/_atek/');
  return plain && here && !event.defaultPrevented && !link.target && !link.hash;
}
