package cloud.atek.services.earthstar;

import cloud.atek.earthstar.sync.MessageChannel;
import cloud.atek.wire.websocket.Message;
import cloud.atek.wire.websocket.WebSocket;
import java.io.IOException;
import java.util.Optional;

/// A WebSocket that carries a sync, one binary message for each of its messages.
record SocketChannel(WebSocket socket) implements MessageChannel {

    /// The other side said goodbye.
    private static final int NORMAL = 1000;

    @Override
    public void send(byte[] message) throws IOException {
        socket.send(message);
    }

    @Override
    public Optional<byte[]> receive() throws IOException {
        return switch (socket.receive()) {
            case Message.Binary(byte[] bytes) -> Optional.of(bytes);
            case Message.Text _ -> throw new IOException("a text where bytes were to come");
            case Message.Closed(int code, _) when code == NORMAL -> Optional.empty();
            case Message.Closed(int code, _) ->
                    throw new IOException("the other home ended the connection with " + code);
        };
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
