/** Says something to those who listen, without showing it. */
const place = document.querySelector('#said');

export function say(text) {
  // The same words twice are no change, which nobody would hear.
  place.textContent = '';
  setTimeout(() => {
    place.textContent = text;
  }, 50);
}
