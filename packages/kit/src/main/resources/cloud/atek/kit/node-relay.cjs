// For `node --require`: passes TCP connections to 127.0.0.1:$ATEK_HOST_PORT on to the host's unix
// socket, since a service in its sandbox has no network. Does nothing without that socket, or where
// the port is taken because there is no sandbox. Keeps no process alive.
'use strict'
const net = require('node:net')
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
