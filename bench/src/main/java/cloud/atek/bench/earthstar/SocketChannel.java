package cloud.atek.bench.earthstar;

import cloud.atek.earthstar.sync.MessageChannel;
import cloud.atek.wire.websocket.Message;
import cloud.atek.wire.websocket.WebSocket;
import java.io.IOException;
import java.util.Optional;

/// A WebSocket that carries a sync.
record SocketChannel(WebSocket socket) implements MessageChannel {

    @Override
    public void send(byte[] message) throws IOException {
        socket.send(message);
    }

    @Override
    public Optional<byte[]> receive() throws IOException {
        return socket.receive() instanceof Message.Binary(byte[] bytes)
                ? Optional.of(bytes)
                : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
