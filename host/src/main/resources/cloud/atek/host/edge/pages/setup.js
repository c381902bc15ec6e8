import { newcomer } from '/_atek/assets/newcomer.js';
import { offerSecondStep } from '/_atek/assets/second-step.js';

const code = new URLSearchParams(location.search).get('code');
document.querySelector('#form').hidden = !code;
document.querySelector('#intro').hidden = !code;
document.querySelector('#no-code').hidden = Boolean(code);

newcomer('/_atek/setup', offerSecondStep);
