/** The one door to the template library, so that nobody else knows where it lies. */
export { html, nothing, render } from '../vendor/lit-html/lit-html.js';
