package cloud.atek.host.testkit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// Says one thing to a WebSocket and hears what comes back.
public final class WebSocketEcho {

    private WebSocketEcho() {}

    /// @return the first text message that came
    public static String once(int port, String target, Map<String, String> headers, String text)
            throws Exception {
        var heard = new CompletableFuture<String>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            var builder = client.newWebSocketBuilder();
            headers.forEach(builder::header);
            WebSocket socket =
                    builder.buildAsync(
                                    URI.create("ws://127.0.0.1:" + port + target), new Ear(heard))
                            .get(30, TimeUnit.SECONDS);
            socket.sendText(text, true).get(30, TimeUnit.SECONDS);
            String answer = heard.get(30, TimeUnit.SECONDS);
            socket.abort();
            return answer;
        }
    }

    private record Ear(CompletableFuture<String> heard) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            heard.complete(data.toString());
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            heard.completeExceptionally(error);
        }
    }
}
