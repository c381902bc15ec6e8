/** Makes elements. What people wrote is only ever set as text. */

/**
 * @param {string} name a tag, with classes behind dots
 * @param {Record<string, any>} [properties] attributes; functions under `on…` are listeners
 * @param {...(Node | string | undefined)} children
 */
export function el(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const made = document.createElement(tag);
  made.className = classes.join(' ');
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith('on')) {
      made.addEventListener(key.slice(2), value);
    } else if (value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? '' : value);
    }
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/**
 * Shows items in their order. The element of an item that stays is kept, with its focus and what is
 * selected in it.
 *
 * @template T
 * @param {Element} parent
 * @param {T[]} items
 * @param {(item: T) => string} key another one when the item must be drawn anew
 * @param {(item: T) => HTMLElement} make
 */
export function keep(parent, items, key, make) {
  const old = new Map([...parent.children].map((one) => [one.dataset.key, one]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const name = key(item);
    const node = old.get(name) ?? make(item);
    node.dataset.key = name;
    old.delete(name);
    if (node === place) {
      place = place.nextElementSibling;
    } else {
      parent.insertBefore(node, place);
    }
  }
  old.forEach((one) => one.remove());
}

/** A field with its label, and a hint when there is one. */
export function field(label, input, hint) {
  return el('label.field', {}, el('span', {}, label), input, hint && el('small', {}, hint));
}

/**
 * A form that does one thing. Why it failed is shown in it.
 *
 * @param {(values: Record<string, string>, form: HTMLFormElement) => Promise<void>} act
 */
export function form(act, ...children) {
  const problem = el('p.notice.bad', { role: 'alert', hidden: true });
  const made = el('form', { onsubmit: submit, autocomplete: 'off' }, ...children, problem);
  return made;

  async function submit(event) {
    event.preventDefault();
    const button = made.querySelector('button.main');
    if (button.disabled) {
      return;
    }
    button.disabled = true;
    problem.hidden = true;
    try {
      await act(Object.fromEntries(new FormData(made)), made);
    } catch (e) {
      problem.textContent = e.message;
      problem.hidden = false;
    }
    button.disabled = false;
  }
}

/** Asks before something is lost, and acts on a yes. */
export function sure(title, text, action, act) {
  const dialog = el(
    'dialog',
    { 'aria-labelledby': 'sure', onclose: () => dialog.remove() },
    el('h2', { id: 'sure' }, title),
    form(
      async () => {
        await act();
        dialog.close();
      },
      el('p', {}, text),
      el(
        'div.actions',
        {},
        el('button.button', { type: 'button', autofocus: true, onclick: () => dialog.close() }, 'Cancel'),
        el('button.button.main', {}, action),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}

/** Tells those who hear the page. */
export function say(text) {
  document.querySelector('#said').textContent = text;
}

const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** @param {number} micros since 1970 */
export function moment(micros) {
  const date = new Date(micros / 1000);
  const today = date.toDateString() === new Date().toDateString();
  return el('time', { datetime: date.toISOString() }, (today ? TIME : DAY).format(date));
}
