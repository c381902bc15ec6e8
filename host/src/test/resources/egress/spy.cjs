// A service that goes where it is told, by each way that Node knows, and tells how it went.
'use strict'
const dgram = require('node:dgram')
const dns = require('node:dns')
const http = require('node:http')
const https = require('node:https')
const net = require('node:net')

const PATIENCE_MS = 20000
let held

const got = (module, url, options = {}) => new Promise((resolve, reject) => {
  const request = module.request(url, options, response => {
    let text = ''
    response.on('data', piece => { text += piece })
    response.on('end', () => resolve(`${response.statusCode} ${text}`))
  })
  request.on('error', reject)
  request.end(options.body)
})

const proxy = (method, path) => new Promise((resolve, reject) => {
  const [host, port] = [process.env.HTTPS_PROXY.match(/\/\/(.*):/)[1], process.env.ATEK_HOST_PORT]
  const request = http.request({ host, port, method, path, agent: false, headers: { host: 'x' } })
  const whole = (response, stream, head) => {
    let text = head ? head.toString() : ''
    stream.on('data', piece => { text += piece })
    const told = () => resolve(`${response.statusCode} ${text}`)
    stream.on('end', told)
    stream.on('close', told)
    setTimeout(told, 300)
  }
  request.on('connect', whole)
  request.on('response', response => whole(response, response))
  request.on('error', reject)
  request.end()
})

const tasks = {
  fetch: async (url, options) => {
    const response = await fetch(url, options)
    return `${response.status} ${await response.text()}`
  },
  http: url => got(http, url),
  https: url => got(https, url),
  post: (url, length) => got(http, url, { method: 'POST', body: 'x'.repeat(length) }),
  proxy,
  direct: (host, port) => new Promise((resolve, reject) => {
    const socket = net.connect({ host, port }, () => { resolve('open'); socket.destroy() })
    socket.on('error', reject)
  }),
  udp: (host, port) => new Promise((resolve, reject) => {
    const socket = dgram.createSocket(host.includes(':') ? 'udp6' : 'udp4')
    socket.on('error', reject)
    socket.bind(() => {
      socket.setBroadcast(true)
      socket.send('x', port, host, error => error ? reject(error) : resolve('sent'))
    })
  }),
  lookup: name => dns.promises.lookup(name).then(found => found.address),
  resolve: (name, server) => {
    const resolver = new dns.promises.Resolver({ timeout: 500, tries: 1 })
    if (server) {
      resolver.setServers([server])
    }
    return resolver.resolve4(name).then(found => found.join())
  },
  hold: place => new Promise((resolve, reject) => {
    const request = http.request({
      host: '127.0.0.1', port: process.env.ATEK_HOST_PORT, method: 'CONNECT', path: place,
      agent: false, headers: { host: place }
    })
    request.on('connect', (response, stream) => {
      held = { open: true }
      stream.on('data', () => {})
      stream.on('error', () => {})
      stream.on('close', () => { held.open = false })
      resolve(String(response.statusCode))
    })
    request.on('error', reject)
    request.end()
  }),
  holds: async () => String(held.open),
  interfaces: async () => require('node:fs').readFileSync('/proc/net/dev', 'utf8')
    .split('\n').slice(2).map(line => line.split(':')[0].trim()).filter(Boolean).join(),
  variables: async () => Object.keys(process.env).filter(name => /proxy/i.test(name)).sort().join()
}

function run (method, params) {
  const late = new Promise(resolve => setTimeout(resolve, PATIENCE_MS, 'late').unref())
  return Promise.race([Promise.resolve().then(() => tasks[method](...params)), late])
    .catch(e => `${e.cause?.code ?? e.code} ${e.cause?.message ?? e.message}`)
}

http.createServer((request, response) => {
  let text = ''
  request.on('data', piece => { text += piece })
  request.on('end', async () => {
    const { id, method, params } = JSON.parse(text || '{}')
    const result = tasks[method] ? await run(method, params ?? []) : 'idle'
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify({ jsonrpc: '2.0', id, result }))
  })
}).listen(process.env.ATEK_ASSIGNED_SOCKET_FILE)
