// A service of the first Atek's kind: it serves its API and calls ADB with the published modules.
import { createRpcServer } from '@atek-cloud/node-rpc';
import { serve } from './common.js';
import { names, run } from './scenarios.js';

serve(
  createRpcServer(
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
  ),
);
