import { filled, root, service } from '/_atek/assets/place.js';

const reason = document.querySelector('#reason');
reason.hidden = !filled(reason.textContent);

// A page at the address of a service may not manage services; the root of the domain may.
document.querySelector('#manage').href = `${root}/service/${encodeURIComponent(service)}/`;
