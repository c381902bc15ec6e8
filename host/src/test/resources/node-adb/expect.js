// Shapes, as the published modules declare them.
import { AdbValidators } from '@atek-cloud/adb-api';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { assert } from './common.js';

export * from './common.js';

const ajv = new Ajv({ strict: false });
addFormats(ajv);

/** Holds the answer of `method` against the schema that the published contract has for it. */
export function shaped(method, answer) {
  const response = AdbValidators[method].response;
  const validate = ajv.compile(response.schema ?? response);
  assert.ok(validate(answer), `${method}: ${ajv.errorsText(validate.errors)}`);
  return answer;
}
