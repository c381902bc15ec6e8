import create from '/_atek/js/rpc.js';
import { samePlace, submitting } from '/_atek/assets/forms.js';

const services = create('atek.cloud/services-api');
const wanted = new URLSearchParams(location.search);
const service = wanted.get('service') ?? '';
const form = document.querySelector('#form');

document.querySelector('#name').textContent = service;
submitting(form, async () => {
  await services.start(service);
  back();
});
show();

async function show() {
  try {
    const { status, reason } = await services.get(service);
    if (status === 'active') {
      back();
    }
    const place = document.querySelector('#reason');
    place.hidden = !reason;
    place.textContent = reason ?? '';
  } catch (e) {
    form.querySelector('button').disabled = true;
    const problem = form.querySelector('.problem');
    problem.hidden = false;
    problem.textContent = e.message;
  }
}

/** The address of the service is below that of this page, which is at the root of the domain. */
function back() {
  const path = samePlace(wanted.get('path'));
  location.replace(`${location.protocol}//${service}.${location.host}${path}`);
}
