package cloud.atek.host.cli.adb;

import cloud.atek.api.ApiId;
import cloud.atek.api.adb.AdbApi;
import cloud.atek.cli.Json;
import cloud.atek.cli.Terminal;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What all commands share: where they print, and how they call the running host.
///
/// @param json whether `--json` was given; known when a command runs
/// @param host the running host; asked for when a command runs
public record Session(Terminal terminal, BooleanSupplier json, Supplier<Calls> host) {

    /// Calls of the running host, as the host.
    public interface Calls {
        /// @throws cloud.atek.cli.CommandFailedException with the sentence for the user
        JsonNode call(ApiId api, String method, Object... params);

        /// A call that is answered with server-sent events.
        ///
        /// @throws cloud.atek.cli.CommandFailedException when it is refused
        /// @throws IOException when there is no answer now; another time there may be one
        Answer events(ApiId api, String method, Object... params) throws IOException;

        /// A plain HTTP request to an API; its answer may have any status.
        ///
        /// @param query encoded, without `?`
        /// @param length of the body, in bytes
        /// @throws cloud.atek.cli.CommandFailedException with the sentence for the user
        Answer exchange(
                ApiId api,
                String method,
                String query,
                Map<String, String> headers,
                InputStream body,
                long length);
    }

    boolean wantsJson() {
        return json.getAsBoolean();
    }

    JsonNode adb(String method, Object... params) {
        return host.get().call(AdbApi.ID, method, params);
    }

    /// The database that `which` names.
    Db find(Which which) {
        return new Household(this).find(which);
    }

    /// Prints an answer: as it came, or as lines.
    public void show(JsonNode answer, Supplier<String> lines) {
        terminal.block(wantsJson() ? Json.pretty(answer) : lines.get());
    }
}
