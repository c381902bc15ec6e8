/** Short messages at the foot of the page. A screen reader speaks them. */

const STAY_MS = 6000;

/**
 * @param {string} text one sentence
 * @param {'good' | 'bad'} kind a bad one stays until it is closed
 */
export function toast(text, kind = 'good') {
  const box = document.createElement('div');
  box.className = `toast ${kind}`;
  box.setAttribute('role', kind === 'bad' ? 'alert' : 'status');
  const close = document.createElement('button');
  close.className = 'icon-button';
  close.setAttribute('aria-label', 'Close this message');
  close.textContent = '×';
  close.addEventListener('click', () => box.remove());
  box.append(text, close);
  document.querySelector('#toasts').append(box);
  if (kind === 'good') {
    setTimeout(() => box.remove(), STAY_MS);
  }
}

/** Runs an action of the person; says `done` after it, or why it failed. */
export async function told(action, done) {
  try {
    await action();
    if (done) {
      toast(done);
    }
    return true;
  } catch (e) {
    toast(e.message, 'bad');
    return false;
  }
}
