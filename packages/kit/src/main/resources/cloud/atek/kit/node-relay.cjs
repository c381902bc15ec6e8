// For `node --require`: passes TCP connections to 127.0.0.1:$ATEK_HOST_PORT on to the host's unix
// socket, since a service in its sandbox has no network. Does nothing without that socket, or where
// the port is taken because there is no sandbox. Keeps no process alive.
//
// And where HTTPS_PROXY names that port, http, https and fetch go that way by themselves, which
// Node before 24 does not do: the host is the only way into the network. An agent or dispatcher
// that a service brings along is left alone.
'use strict'
const http = require('node:http')
const https = require('node:https')
const net = require('node:net')
const tls = require('node:tls')
const { isMainThread } = require('node:worker_threads')

const socket = process.env.ATEK_HOST_SOCKET_FILE
const port = Number(process.env.ATEK_HOST_PORT)

if (isMainThread && socket && port > 0) {
  const server = net.createServer({ allowHalfOpen: true }, one => {
    const other = net.connect({ path: socket, allowHalfOpen: true })
    const end = () => {
      one.destroy()
      other.destroy()
    }
    one.on('error', end)
    other.on('error', end)
    one.pipe(other)
    other.pipe(one)
  })
  server.on('error', e => console.error(`no relay on 127.0.0.1:${port}: ${e.message}`))
  server.listen(port, '127.0.0.1')
  server.unref()
}

const AT_HOME = ['localhost', '127.0.0.1']
const DISPATCHER = Symbol.for('undici.globalDispatcher.1')

/** Gives `done` an error, or a socket that leads to that host. */
function tunnel (host, to, done) {
  const path = `${host.includes(':') ? `[${host}]` : host}:${to}`
  const request = http.request({
    socketPath: socket, method: 'CONNECT', path, headers: { host: path }, agent: false
  })
  request.on('connect', (answer, stream, head) => {
    if (answer.statusCode === 200) {
      if (head.length > 0) {
        stream.unshift(head)
      }
      done(null, stream)
    } else {
      refused(answer, stream, head, done)
    }
  })
  request.on('error', done)
  request.end()
}

/** The host says why in the body of its answer. */
function refused (answer, stream, head, done) {
  let text = head.toString()
  const end = () => {
    stream.destroy()
    const error = new Error(sentence(text) ?? `the host answered ${answer.statusCode}`)
    error.code = answer.statusCode === 403 ? 'EACCES' : 'EHOSTUNREACH'
    done(error)
    done = () => {}
  }
  const look = () => text.length >= Number(answer.headers['content-length'] ?? 0) && end()
  stream.on('data', piece => {
    text += piece
    look()
  })
  stream.on('close', end)
  stream.on('error', end)
  look()
}

function sentence (text) {
  try {
    return JSON.parse(text).message
  } catch {
    return undefined
  }
}

class Plain extends http.Agent {
  createConnection (options, done) {
    if (options.socketPath || AT_HOME.includes(options.host)) {
      return super.createConnection(options, done)
    }
    tunnel(options.host, options.port, done)
  }
}

class Secure extends https.Agent {
  createConnection (options, done) {
    if (options.socketPath || AT_HOME.includes(options.host)) {
      return super.createConnection(options, done)
    }
    tunnel(options.host, options.port, (error, stream) =>
      error ? done(error) : done(null, super.createConnection({ ...options, socket: stream })))
  }
}

/** What fetch is made of asks this for its connections. */
function connect ({ hostname, port: wanted, protocol, servername }, done) {
  const secure = protocol === 'https:'
  const host = hostname.replace(/^\[|\]$/g, '')
  const to = Number(wanted || (secure ? 443 : 80))
  const joined = (error, stream) => {
    if (error || !secure) {
      done(error, stream)
      return
    }
    const safe = tls.connect({
      socket: stream, servername: servername || host, ALPNProtocols: ['http/1.1']
    })
    safe.once('secureConnect', () => done(null, safe))
    safe.once('error', done)
  }
  if (AT_HOME.includes(host)) {
    const stream = net.connect(to, host, () => joined(null, stream))
    stream.once('error', done)
  } else {
    tunnel(host, to, joined)
  }
}

/** Node loads fetch when it is first used, and so does this. */
function lead (fetch) {
  let led = false
  return function (...args) {
    if (!led) {
      led = true
      void globalThis.Headers
      const Agent = globalThis[DISPATCHER]?.constructor
      if (Agent) {
        globalThis[DISPATCHER] = new Agent({ connect })
      }
    }
    return fetch.apply(this, args)
  }
}

const knows = process.allowedNodeEnvironmentFlags.has('--use-env-proxy')
if (socket && !knows && process.env.HTTPS_PROXY === `http://127.0.0.1:${port}`) {
  const usual = { keepAlive: true, scheduling: 'lifo', timeout: 5000 }
  http.globalAgent = new Plain(usual)
  https.globalAgent = new Secure(usual)
  if (globalThis.fetch) {
    globalThis.fetch = lead(globalThis.fetch)
  }
}
