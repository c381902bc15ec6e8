// What is claimed of ADB, each with the published client as a service uses it.
import { told } from './common.js';
import * as databases from './databases.js';
import * as records from './records.js';
import * as schemas from './schemas.js';

const ALL = { ...databases, ...records, ...schemas };

export function names() {
  return Object.keys(ALL);
}

/** @returns 'so' or what is not so */
export function run(name) {
  return told(() => ALL[name]());
}
