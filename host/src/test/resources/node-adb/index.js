// A service of the first Atek's kind: it serves its API and calls ADB with the published modules.
import http from 'node:http';
import { createRpcServer } from '@atek-cloud/node-rpc';
import { names, run } from './scenarios.js';

const server = createRpcServer(
  {
    names,
    run,
    caller() {
      return [this.req.headers['atek-auth-user'], this.req.headers['atek-auth-service']];
    },
    fail() {
      throw new Error('Oh no!');
    },
  },
  { run: { params: [{ type: 'string' }], response: { type: 'string' } } },
);

http
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
