// Servers of a test: HTTP on 80, HTTPS on 443 with the certificate of argv[3], lines on 7000.
// Each connection is a line in the file argv[2]: the address it came to, the port, and what was
// asked.
'use strict'
const { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs')
const { dirname, join } = require('node:path')
const http = require('node:http')
const https = require('node:https')
const net = require('node:net')

const [, , log, pfx] = process.argv
const note = (socket, what) =>
  appendFileSync(log, `${socket.localAddress} ${socket.localPort} ${what}\n`)

/** What the file beside the log says: a path and where it leads on each line. */
function redirects () {
  const file = join(dirname(log), 'redirects')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(line => line.split(' ')) : []
}

/** The names change while somebody waits for an answer. */
function move () {
  const next = join(dirname(log), 'hosts.next')
  if (existsSync(next)) {
    renameSync(next, join(dirname(log), 'hosts'))
  }
}

function answer (request, response) {
  note(request.socket, `${request.method} ${request.headers.host} ${request.url}`)
  const { pathname, search } = new URL(request.url, 'http://x')
  move()
  const led = redirects().find(([path]) => pathname.startsWith(path))
  if (led) {
    response.writeHead(302, { Location: led[1] }).end()
  } else if (pathname.startsWith('/redirect')) {
    response.writeHead(302, { Location: decodeURIComponent(search.slice(1)) }).end()
  } else if (pathname.endsWith('/info/refs')) {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('no git here')
  } else {
    let length = 0
    request.on('data', piece => { length += piece.length })
    request.on('end', () => response.end(`${request.method} ${request.url} ${length}`))
  }
}

writeFileSync(log, '')
const servers = [
  http.createServer(answer).listen(80, '0.0.0.0'),
  net.createServer(socket => {
    note(socket, 'opened')
    socket.on('error', () => {})
    socket.pipe(socket)
  }).listen(7000, '0.0.0.0')
]
if (pfx) {
  const options = { pfx: readFileSync(pfx), passphrase: 'changeit' }
  servers.push(https.createServer(options, answer).listen(443, '0.0.0.0'))
}
let waiting = servers.length
servers.forEach(server => server.on('listening', () => --waiting || console.log('ready')))
