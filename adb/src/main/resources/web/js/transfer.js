/**
 * Whole databases as JSON Lines: one `{"path": […], "value": {…}}` in each line. Both ways a page
 * at a time.
 */
import { adb } from './api.js';
import { ExactNumber, JsonError, parseTyped, print } from './json.js';
import { namesIn } from './words.js';

const PAGE_RECORDS = 500;

/** Of one commit of an import; a call may have 16 MiB. */
const BATCH_RECORDS = 500;
const BATCH_CHARS = 4 << 20;

/**
 * @param {string} dbId
 * @param {number | string | undefined} at
 * @param {(records: number) => void} progress
 * @param {AbortSignal} signal
 * @returns {Promise<Blob>}
 */
export async function exported(dbId, at, progress, signal) {
  const parts = [];
  let gt;
  let done = 0;
  for (;;) {
    signal.throwIfAborted();
    const options = { limit: PAGE_RECORDS, ...(gt === undefined ? {} : { gt }), ...(at === undefined ? {} : { at }) };
    const { records } = await adb.recordList(dbId, [], options);
    parts.push(new Blob([records.map(({ path, value }) => `${print({ path: namesIn(path), value })}\n`).join('')]));
    done += records.length;
    progress(done);
    if (records.length < PAGE_RECORDS) {
      return new Blob(parts, { type: 'application/jsonl' });
    }
    gt = records.at(-1).key;
  }
}

/** What is wrong with a file, and in which line. */
export class LineError extends Error {
  constructor(line, message) {
    super(`Line ${line}: ${message}`);
    this.line = line;
  }
}

/**
 * @param {string} dbId
 * @param {File} file
 * @param {(records: number, share: number) => void} progress the share is 0 to 1
 * @param {AbortSignal} signal
 * @throws {LineError} what stands before that line's batch is imported
 */
export async function imported(dbId, file, progress, signal) {
  let operations = new Map();
  let chars = 0;
  let done = 0;
  let bytes = 0;

  async function flush() {
    const all = [...operations.values()];
    if (all.length > 0) {
      signal.throwIfAborted();
      await send(dbId, all);
      done += all.length;
    }
    operations = new Map();
    chars = 0;
    progress(done, file.size === 0 ? 1 : Math.min(1, bytes / file.size));
  }

  let number = 0;
  for await (const line of lines(file)) {
    number++;
    bytes += line.length + 1;
    if (line.trim() === '') {
      continue;
    }
    const operation = operationOf(line, number);
    const key = print(operation.path);
    if (operations.size >= BATCH_RECORDS || chars + line.length > BATCH_CHARS || operations.has(key)) {
      await flush();
    }
    operations.set(key, { ...operation, number });
    chars += line.length;
  }
  await flush();
  return done;
}

async function send(dbId, all) {
  try {
    await adb.batch(dbId, all.map(({ number, ...operation }) => operation));
  } catch (e) {
    const at = e.data?.pointer?.match(/^\/(\d+)/)?.[1];
    throw at === undefined ? e : new LineError(all[Number(at)].number, e.message);
  }
}

function operationOf(line, number) {
  let read;
  try {
    read = parseTyped(line).value;
  } catch (e) {
    throw e instanceof JsonError ? new LineError(number, `${e.message}, at character ${e.offset + 1}.`) : e;
  }
  const { path, value } = read ?? {};
  const names = typeof path === 'string' ? namesIn(path) : path;
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof ExactNumber);
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string') || !isObject) {
    throw new LineError(number, 'want {"path": […], "value": {…}}.');
  }
  return { op: 'put', path: names, value };
}

async function* lines(file) {
  let rest = '';
  const reader = file.stream().pipeThrough(new TextDecoderStream('utf-8', { fatal: true })).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    const found = (rest + (value ?? '')).split('\n');
    rest = done ? '' : found.pop();
    yield* found;
    if (done) {
      return;
    }
  }
}
