// A service that does all it can against the host and its neighbours, for the tests of security.
const http = require('http');
const net = require('net');
const fs = require('fs');
const { createHash } = require('crypto');
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

const PAGE = '<!doctype html><title>evil</title><body></body>';

/** All that this process can read of itself and of others. */
function spy() {
  const seen = [JSON.stringify(process.env)];
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    for (const file of ['cmdline', 'environ']) {
      try {
        seen.push(fs.readFileSync(`/proc/${pid}/${file}`, 'latin1'));
      } catch {
        // Not for us.
      }
    }
  }
  return seen.join('\n');
}

/** Says bytes to the port by which services call, and gives what comes back. */
function say(bytes, done) {
  const socket = net.connect(+process.env.ATEK_HOST_PORT, '127.0.0.1');
  let heard = '';
  socket.on('connect', () => socket.write(bytes.replaceAll('TOKEN', process.env.ATEK_HOST_BEARER_TOKEN), 'latin1'));
  socket.on('data', (piece) => (heard += piece.toString('latin1')));
  const end = () => { socket.destroy(); done(heard); done = () => {}; };
  socket.on('end', end).on('error', end);
  setTimeout(end, 3000);
}

let hanging = 0;

/** Writes on and on, as fast as it is taken. */
function flood(to, piece) {
  hanging++;
  const more = () => { while (to.write(piece)); };
  to.on('drain', more).on('close', () => hanging--);
  more();
}

function cookies(query) {
  if (query === 'toss') {
    return [
      'atek=planted; Domain=home.example; Path=/', '__Host-atek=planted; Path=/; Secure',
      'atek=planted; Path=/', 'a=1; Domain=.home.example', 'b=1; domain=localhost',
      'ATEK=planted', 'own=1; Path=/',
    ];
  }
  return Array.from({ length: 200 }, (_, i) => `jar${i}=${'x'.repeat(120)}; Path=/`);
}

const server = http.createServer((request, answer) => {
  const { pathname, search } = new URL(request.url, 'http://evil');
  if (pathname === '/page') {
    answer.setHeader('Content-Type', 'text/html');
    answer.end(PAGE);
  } else if (pathname === '/cookies') {
    answer.setHeader('Set-Cookie', cookies(search.slice(1)));
    answer.end('set');
  } else if (pathname === '/break') {
    request.socket.destroy();
  } else if (pathname === '/flood') {
    flood(answer, 'x'.repeat(65536));
  } else if (pathname === '/events') {
    answer.setHeader('Content-Type', 'text/event-stream');
    flood(answer, `data: ${'x'.repeat(65528)}\n\n`);
  } else if (pathname === '/hanging') {
    answer.end(String(hanging));
  } else if (pathname === '/spy') {
    answer.end(spy());
  } else if (pathname === '/token') {
    answer.end(process.env.ATEK_HOST_BEARER_TOKEN);
  } else if (pathname === '/crash') {
    answer.end('crashing');
    setTimeout(() => { throw new Error('crashed with ' + Object.keys(process.env)); }, 10);
  } else {
    let text = '';
    request.on('data', (piece) => (text += piece.toString('latin1')));
    request.on('end', () => {
      if (pathname === '/say') {
        say(text, (heard) => answer.end(heard));
      } else if (pathname === '/rpc') {
        const { id } = JSON.parse(text);
        answer.setHeader('Content-Type', 'application/json');
        answer.end(JSON.stringify({ jsonrpc: '2.0', id, result: request.rawHeaders }));
      } else {
        answer.setHeader('Content-Type', 'application/json');
        answer.end(JSON.stringify({ method: request.method, url: request.url, headers: request.rawHeaders }));
      }
    });
  }
});
server.on('upgrade', (request, socket) => {
  const key = createHash('sha1').update(request.headers['sec-websocket-key'] + GUID).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`);
  const text = Buffer.from(JSON.stringify(request.rawHeaders));
  socket.write(Buffer.concat([Buffer.from([0x81, 126, text.length >> 8, text.length & 255]), text]));
  socket.on('error', () => {});
  if (request.url.endsWith('flood')) {
    const frame = Buffer.alloc(4 + 65000, 'x');
    frame.writeUInt32BE(0x817e0000 + 65000);
    flood(socket, frame);
  }
});
server.listen(process.env.ATEK_ASSIGNED_SOCKET_FILE);
