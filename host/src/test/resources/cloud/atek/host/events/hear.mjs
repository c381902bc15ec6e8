// Hears events as a page does, and as a plain fetch: node hear.mjs <folder of the modules>
const base = `http://127.0.0.1:${process.env.ATEK_HOST_PORT}`;
const plain = globalThis.fetch;
const headers = { Authorization: `Bearer ${process.env.ATEK_HOST_BEARER_TOKEN}` };
globalThis.fetch = (url, init) =>
  plain(new URL(url, base), { ...init, headers: { ...init.headers, ...headers } });

const { subscribe } = await import(`file://${process.argv[2]}/events.js`);
const ended = new AbortController();
for await (const told of subscribe('example.com/teller', { topics: ['said'], signal: ended.signal })) {
  console.log(`module ${told.event} ${JSON.stringify(told.data)}`);
  if (told.event === 'event') {
    ended.abort();
  }
}

const answer = await fetch('/_atek/gateway?api=atek.cloud/events-api', {
  method: 'POST',
  headers: { Accept: 'text/event-stream' },
  body: JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'subscribe',
    params: [{ api: 'example.com/teller' }],
  }),
});
let text = '';
for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
  text += piece;
  if (text.includes('event: event\n') && text.endsWith('\n\n')) {
    break;
  }
}
console.log(`plain ${/"topic":"(\w+)"/.exec(text)[1]}`);
