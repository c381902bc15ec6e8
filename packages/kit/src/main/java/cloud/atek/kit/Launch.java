package cloud.atek.kit;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/// Starts a service's main class with the way to its host in place: `java … cloud.atek.kit.Launch
/// <main class> <arguments>`.
///
/// In a sandbox without network, `127.0.0.1:$ATEK_HOST_PORT` reaches nobody. When the host gave the
/// service a socket, a [Relay] listens on that port and passes everything on to the socket. Without
/// one, or where the port is taken (there is no sandbox), the service starts all the same.
public final class Launch {

    private Launch() {}

    public static void main(String[] args) throws Throwable {
        if (args.length == 0) {
            throw new IllegalArgumentException("want a main class");
        }
        String socket = System.getenv("ATEK_HOST_SOCKET_FILE");
        String port = System.getenv("ATEK_HOST_PORT");
        if (socket != null && port != null) {
            Relay.start(port, socket);
        }
        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
