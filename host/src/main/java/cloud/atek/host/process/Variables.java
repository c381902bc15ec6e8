package cloud.atek.host.process;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The environment of a service: the host's variables, a few that programs expect, and the user's.
final class Variables {

    static final String OURS = "ATEK_";

    private static final String AT_HOME = "localhost,127.0.0.1";

    private static final Pattern NAME = Pattern.compile("[A-Z_][A-Z0-9_]*");
    private static final int VALUE_CHARS_MAX = 32 << 10;

    private Variables() {}

    /// @throws IllegalArgumentException when a name of the user's cannot be one, or a value is too
    ///   long; its message is a sentence for the user
    ///
    /// @param port where the host, or the relay to it, listens for the service
    /// @param proxied whether the way to the host is its way into the network, too
    static Map<String, String> of(Launch launch, int port, boolean proxied) {
        var all = new HashMap<String, String>();
        all.put("PATH", "/usr/bin:/bin");
        all.put("HOME", ServicePaths.DATA);
        all.put("TMPDIR", "/tmp");
        all.put("LANG", "C.UTF-8");
        launch.config().forEach((name, value) -> addUsers(all, name, value));
        all.put("ATEK_ASSIGNED_SOCKET_FILE", ServicePaths.RUN + "/" + ServicePaths.SOCKET_NAME);
        all.put("ATEK_ASSIGNED_SERVICE_KEY", launch.key().value());
        all.put("ATEK_HOST_PORT", String.valueOf(port));
        all.put("ATEK_HOST_BEARER_TOKEN", launch.token().value());
        all.put("ATEK_HOST_SOCKET_FILE", ServicePaths.RUN + "/" + ServicePaths.HOST_SOCKET_NAME);
        all.put("ATEK_DATA_DIR", ServicePaths.DATA);
        if (launch.allowance().folders()) {
            all.put("ATEK_FOLDERS", Allowance.FOLDERS);
        }
        if (proxied) {
            addProxy(all, "http://127.0.0.1:" + port);
        }
        return all;
    }

    /// Programs agree on no spelling.
    private static void addProxy(Map<String, String> all, String proxy) {
        for (String name : List.of("HTTP_PROXY", "HTTPS_PROXY")) {
            all.put(name, proxy);
            all.put(name.toLowerCase(Locale.ROOT), proxy);
        }
        all.put("NO_PROXY", AT_HOME);
        all.put("no_proxy", AT_HOME);
        // Node 24 and later then look at the others.
        all.put("NODE_USE_ENV_PROXY", "1");
    }

    private static void addUsers(Map<String, String> all, String name, String value) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (!NAME.matcher(upper).matches()) {
            throw new IllegalArgumentException(
                    "the setting \""
                            + name
                            + "\" cannot be a variable: want letters, digits and _,"
                            + " not beginning with a digit");
        }
        if (value.length() > VALUE_CHARS_MAX || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "the value of the setting \""
                            + name
                            + "\" is longer than "
                            + VALUE_CHARS_MAX
                            + " characters or holds a NUL character");
        }
        if (!upper.startsWith(OURS)) {
            all.put(upper, value);
        }
    }
}
