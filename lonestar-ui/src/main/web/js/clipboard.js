/** Copies text, also where the browser gives no clipboard: on http at another address than localhost. */
export async function copy(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const box = document.createElement('textarea');
  box.value = text;
  document.body.append(box);
  box.select();
  const done = document.execCommand('copy');
  box.remove();
  if (!done) {
    throw new Error('This browser does not let a page copy. Select the text and copy it yourself.');
  }
}
