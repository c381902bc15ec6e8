import create from '/_atek/js/rpc.js';
import { submitting } from '/_atek/assets/forms.js';
import { filled, root, service } from '/_atek/assets/place.js';

const services = create('atek.cloud/services-api');

const reason = document.querySelector('#reason');
reason.hidden = !filled(reason.textContent);
document.querySelector('#manage').href = `${root}/service/${encodeURIComponent(service)}/`;

submitting(document.querySelector('#form'), async () => {
  await services.start(service);
  location.reload();
});
