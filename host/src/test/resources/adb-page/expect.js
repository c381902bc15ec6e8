// A few assertions: a page has no node:assert.
export function equal(found, wanted) {
  const [one, other] = [JSON.stringify(sorted(found)), JSON.stringify(sorted(wanted))];
  if (one !== other) {
    throw new Error(`want ${other}, found ${one}`);
  }
}

export function that(truth, said) {
  if (!truth) {
    throw new Error(said);
  }
}

export async function refused(promise, pattern) {
  const e = await promise.then(
    (answer) => new Error(`not refused: ${JSON.stringify(answer)}`),
    (thrown) => thrown,
  );
  that(pattern.test(`${e.name}: ${e.message}`), `want ${pattern}, found ${e.name}: ${e.message}`);
  return e;
}

function sorted(value) {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value).sort();
    return Object.fromEntries(names.map((name) => [name, sorted(value[name])]));
  }
  return value;
}
