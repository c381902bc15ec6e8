/** How long a question is looked at before it takes an answer. */
const LOOKED_AT_MS = 500;

/**
 * Buttons that take no answer before the page was in front, with nothing over it, for half a
 * second: a page that puts itself away in the moment of a click gets no click for this one.
 *
 * @param {HTMLButtonElement[]} buttons disabled in the page as it comes
 */
export function arming(buttons) {
  let timer;
  let armed = false;

  function turn(on) {
    armed = on;
    for (const button of buttons) {
      button.disabled = !on;
    }
  }

  function begin() {
    clearTimeout(timer);
    turn(false);
    if (inFront()) {
      timer = setTimeout(() => turn(inFront()), LOOKED_AT_MS);
    }
  }

  const inFront = () => window.top === window && document.visibilityState === 'visible' && document.hasFocus();
  // Whoever clicks or types already when the page comes up did not mean it.
  const early = () => armed || begin();

  for (const change of ['focus', 'blur', 'resize', 'pageshow']) {
    addEventListener(change, begin);
  }
  for (const change of ['visibilitychange', 'fullscreenchange']) {
    document.addEventListener(change, begin);
  }
  for (const touch of ['pointerdown', 'keydown']) {
    document.addEventListener(touch, early, true);
  }
  begin();
}
