// What the services and tools of these tests have in common: claims, refusals, a server.
import assert from 'node:assert/strict';
import http from 'node:http';

export { assert };

export const ID = /^[0-9a-f]{64}$/;
export const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
export const FAILED = -32003;
export const INVALID_PARAM = -32001;
export const NOT_FOUND = -32601;

/** Holds a refusal against its code and message, text or pattern. */
export async function refused(call, code, message) {
  const e = await call().then(
    (answer) => assert.fail(`not refused: ${JSON.stringify(answer)}`),
    (thrown) => thrown,
  );
  assert.equal(e.constructor.name, 'RpcError', String(e.stack));
  assert.equal(e.code, code, e.message);
  if (message instanceof RegExp) {
    assert.match(e.message, message);
  } else {
    assert.equal(e.message, message);
  }
  return e;
}

/** @returns 'so' or what is not so */
export async function told(claim) {
  try {
    await claim();
    return 'so';
  } catch (e) {
    return `${e.message}\n${e.stack}`;
  }
}

/** Answers POSTs with `server`, a server of node-rpc, on the socket that the host assigned. */
export function serve(server) {
  return http
    .createServer((req, res) => {
      const chunks = [];
      req.on('data', (chunk) => chunks.push(chunk));
      req.on('end', () =>
        req.method === 'POST'
          ? server.handle(req, res, JSON.parse(Buffer.concat(chunks)))
          : res.writeHead(200).end(),
      );
    })
    .listen(process.env.ATEK_ASSIGNED_SOCKET_FILE);
}
