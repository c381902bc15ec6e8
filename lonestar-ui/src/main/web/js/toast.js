/** Short messages at the foot of the page. A screen reader speaks them. */

const STAY_MS = 6000;

/** Of one that offers something: it takes time to read, to decide and to get there by keys. */
const OFFER_STAY_MS = 30_000;

/**
 * @param {string} text one sentence
 * @param {'good' | 'bad'} kind a bad one stays until it is closed
 * @param {{label: string, act: () => void}} [offer] a button in it, such as "Undo"
 */
export function toast(text, kind = 'good', offer) {
  const box = document.createElement('div');
  box.className = `toast ${kind}`;
  box.setAttribute('role', kind === 'bad' ? 'alert' : 'status');
  const close = document.createElement('button');
  close.className = 'icon-button';
  close.setAttribute('aria-label', 'Close this message');
  close.textContent = '×';
  close.addEventListener('click', () => box.remove());
  box.append(text, ...(offer ? [button(offer, box)] : []), close);
  document.querySelector('#toasts').append(box);
  if (kind === 'good') {
    setTimeout(() => box.remove(), offer ? OFFER_STAY_MS : STAY_MS);
  }
}

function button({ label, act }, box) {
  const button = document.createElement('button');
  button.className = 'link';
  button.textContent = label;
  button.addEventListener('click', () => {
    box.remove();
    act();
  });
  return button;
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
