package cloud.atek.host.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.AuthHeaders;
import cloud.atek.api.adb.BlobApi;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Gateway;
import cloud.atek.host.gateway.Proxied;
import cloud.atek.host.gateway.Wanted;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;

/// Reads blobs as the host. Thread-safe; blocks while it copies.
public final class BlobLink {

    private final Gateway gateway;
    private final HttpClient http;

    public BlobLink(Gateway gateway, HttpClient http) {
        this.gateway = gateway;
        this.http = http;
    }

    /// @param path the names of the blob's path, as a JSON array
    /// @return whether it was there
    /// @throws IOException when ADB does not answer, or `out` takes no more
    public boolean copy(String dbId, String path, OutputStream out) throws IOException {
        Wanted blobs = Wanted.api(BlobApi.BLOBS.value());
        return switch (gateway.proxy(Caller.Known.HOST, blobs, "GET", null)) {
            case Proxied.Refused(_, String message) -> throw new IOException(message);
            case Proxied.To(var caller, var endpoint, _, _) -> {
                String query = "?db=" + dbId + "&path=" + URLEncoder.encode(path, UTF_8);
                Headers headers =
                        Headers.of(
                                AuthHeaders.USER,
                                caller.user().value(),
                                AuthHeaders.SERVICE,
                                caller.serviceHeader(endpoint.service()));
                var get = new Request("GET", endpoint.path() + query, headers, Body.none());
                try (Response answer = http.call(new SocketPath(endpoint.socket()), get)) {
                    if (answer.status() == 200) {
                        answer.body().in().transferTo(out);
                    }
                    yield answer.status() == 200;
                }
            }
        };
    }
}
