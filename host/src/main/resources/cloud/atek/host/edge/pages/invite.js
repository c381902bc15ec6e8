import { newcomer } from '/_atek/assets/newcomer.js';

const good = document.querySelector('main').dataset.good === 'yes';
document.querySelector('#account').hidden = !good;
document.querySelector('#used').hidden = good;

newcomer('/_atek/invite', () => location.replace('/'));
