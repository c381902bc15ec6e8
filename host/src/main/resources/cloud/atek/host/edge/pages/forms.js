/** What the login and the setup form have in common. */

/**
 * The path to go to next, when it is one of this very site; otherwise its root. An address such as
 * `//elsewhere` or `/\elsewhere` would lead away from it.
 *
 * @param {string | null} path
 */
export function samePlace(path) {
  if (!path || !/^\/(?![/\\])[^\\\u0000-\u0020]*$/.test(path)) {
    return '/';
  }
  const target = new URL(path, location.origin);
  return target.origin === location.origin ? target.pathname + target.search + target.hash : '/';
}

/**
 * Sends a form with `send`, once at a time, and shows the sentence of what it throws.
 *
 * @param {HTMLFormElement} form with a `.problem` and a submit button
 * @param {(values: Record<string, string>) => Promise<void>} send
 */
export function submitting(form, send) {
  const problem = form.querySelector('.problem');
  const button = form.querySelector('button[type=submit]');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button.getAttribute('aria-busy') === 'true') {
      return;
    }
    button.setAttribute('aria-busy', 'true');
    problem.hidden = true;
    try {
      await send(Object.fromEntries(new FormData(form)));
    } catch (e) {
      problem.textContent = e.message;
      problem.hidden = false;
    } finally {
      button.removeAttribute('aria-busy');
    }
  });
}
