package cloud.atek.services.hello;

import cloud.atek.kit.Service;
import cloud.atek.wire.websocket.Message;
import cloud.atek.wire.websocket.WebSocket;
import java.io.IOException;

/// Starts the service.
public final class Hello {

    private Hello() {}

    public static void main(String[] args) {
        Service.fromEnvironment()
                .files("/", Hello.class, "/web")
                .export("/_api/hello", HelloApi.class, Greeter::new)
                .webSocket("/_api/echo", Hello::echo)
                .serve();
    }

    private static void echo(WebSocket socket) throws IOException {
        while (true) {
            switch (socket.receive()) {
                case Message.Text(String text) -> socket.send(text);
                case Message.Binary(byte[] bytes) -> socket.send(bytes);
                case Message.Closed _ -> {
                    return;
                }
            }
        }
    }
}
