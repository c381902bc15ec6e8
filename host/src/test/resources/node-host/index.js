// A service of the first Atek's kind: it calls the host's own APIs with the published modules.
import { createRpcServer } from '@atek-cloud/node-rpc';
import WebSocket from 'ws';
import { serve, told } from './common.js';
import * as claims from './program.js';

const server = serve(
  createRpcServer({
    names: () => Object.keys(claims),
    run: (name) => told(() => claims[name]()),
  }),
);

new WebSocket.Server({ server }).on('connection', (socket) =>
  socket.on('message', (message) => socket.send(message)),
);
