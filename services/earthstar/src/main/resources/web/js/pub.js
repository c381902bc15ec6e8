/** Calls the pub and the host. */
import { create } from '/_atek/js/rpc.js';
import { lasting, stream } from '/_atek/js/stream.js';

const API = 'atek.cloud/earthstar-api';

// A page of a service gets its session by a redirect of the host, on its first request.
const loggedOut = () => location.reload();

export const pub = create(API, { loggedOut });

/** What a workspace hears of, until the signal says that it is enough. */
export const heard = (workspace, signal) =>
  lasting(() => stream(API, 'subscribe', [workspace], signal), signal);

/** All authors of the person that fit a workspace; those of es.4 write in es.5 too. */
export async function mine(format) {
  const { keypairs } = await pub.keypairList();
  const wanted = format === 'es.5' ? 'es.4' : format;
  return keypairs.filter((one) => one.format === wanted);
}
