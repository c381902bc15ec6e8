package cloud.atek.host.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whom a caller wants to speak to, as he said it: the API, and what chooses among those that
/// export it.
///
/// @param api an API's id, perhaps; empty when none was given
/// @param service id or key of the service that shall answer, null for any
/// @param user name or key of the user whose service shall answer, null for any
/// @param meta what the provider must say of itself in `exports[].meta`
public record Wanted(
        String api, @Nullable String service, @Nullable String user, Map<String, String> meta) {

    /// Of one query; further ones are not looked at.
    private static final int PAIRS_MAX = 32;

    private static final String META = "meta.";

    public Wanted {
        meta = Map.copyOf(meta);
    }

    /// Any provider of an API.
    public static Wanted api(String api) {
        return new Wanted(api, null, null, Map.of());
    }

    /// Reads the query of an address. What stands twice counts as it stood first; what is not known
    /// is not looked at: a `proxy` API reads it.
    ///
    /// @param query as it came, without `?`; null for none
    public static Wanted of(@Nullable String query) {
        var all = new LinkedHashMap<String, String>();
        for (String pair : query == null ? new String[0] : query.split("&", PAIRS_MAX + 1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && all.size() < PAIRS_MAX) {
                all.putIfAbsent(decoded(pair, 0, equals), decoded(pair, equals + 1, pair.length()));
            }
        }
        var meta = new LinkedHashMap<String, String>();
        all.forEach((name, value) -> {
            if (name.startsWith(META)) {
                meta.put(name.substring(META.length()), value);
            }
        });
        return new Wanted(all.getOrDefault("api", ""), all.get("service"), all.get("user"), meta);
    }

    private static String decoded(String pair, int from, int to) {
        try {
            return URLDecoder.decode(pair.substring(from, to), UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /// Whether nothing chooses among the providers.
    boolean any() {
        return service == null && user == null && meta.isEmpty();
    }

    /// For the sentence that nobody fits.
    String shown(String transport) {
        ObjectNode match = MessageCodec.JSON.createObjectNode().put("transport", transport);
        match.put("api", api);
        if (service != null) {
            match.put("service", service);
        }
        if (user != null) {
            match.put("user", user);
        }
        meta.forEach((name, value) -> match.put(META + name, value));
        return match.toString();
    }
}
