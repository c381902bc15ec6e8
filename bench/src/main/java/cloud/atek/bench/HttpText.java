package cloud.atek.bench;

import java.nio.charset.StandardCharsets;

/// Requests as they go over the wire, made once and sent many times.
final class HttpText {

    private HttpText() {}

    /// @param headers lines without a line end, one text
    static String post(String target, String host, String headers, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head =
                """
                POST %s HTTP/1.1
                Host: %s
                %s
                Content-Type: application/json
                Content-Length: %d

                """
                        .formatted(target, host, headers, content.length)
                        .replace("\n", "\r\n");
        return head + body;
    }

    /// @param params a JSON array
    static String call(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}"
                .formatted(method, params);
    }
}
