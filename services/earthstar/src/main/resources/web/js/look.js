/** The one door to what this page shares with Lonestar, so that nobody else knows where it lies. */
export { html, nothing, render } from '../lonestar/js/lit.js';
export { ask } from '../lonestar/js/dialog.js';
export { toast, told } from '../lonestar/js/toast.js';
export { icon } from '../lonestar/js/icons.js';
export { count } from '../lonestar/js/words.js';
