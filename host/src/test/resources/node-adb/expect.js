// Shapes and refusals, as the published modules declare them.
import assert from 'node:assert/strict';
import { AdbValidators } from '@atek-cloud/adb-api';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

const ajv = new Ajv({ strict: false });
addFormats(ajv);

export { assert };

/** Holds the answer of `method` against the schema that the published contract has for it. */
export function shaped(method, answer) {
  const response = AdbValidators[method].response;
  const validate = ajv.compile(response.schema ?? response);
  assert.ok(validate(answer), `${method}: ${ajv.errorsText(validate.errors)}`);
  return answer;
}

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

export const ID = /^[0-9a-f]{64}$/;
export const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
export const FAILED = -32003;
export const INVALID_PARAM = -32001;
export const NOT_FOUND = -32601;
