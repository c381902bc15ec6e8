package cloud.atek.kit;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

/// Starts a service's main class with the way to its host in place: `java … cloud.atek.kit.Launch
/// <main class> <arguments>`.
///
/// In a sandbox without network, `127.0.0.1:$ATEK_HOST_PORT` reaches nobody. When the host gave the
/// service a socket, a [Relay] listens on that port and passes everything on to the socket. Without
/// one, or where the port is taken (there is no sandbox), the service starts all the same. By the
/// same way the host is the proxy through which the service reaches the network.
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
            proxy(port);
        }
        start(Class.forName(args[0]), Arrays.copyOfRange(args, 1, args.length));
    }

    /// The JDK does not look at `HTTPS_PROXY`. When that names the relay, URL connections and
    /// `java.net.http` go that way, unless the service was told another.
    private static void proxy(String port) {
        if (!("http://127.0.0.1:" + port).equals(System.getenv("HTTPS_PROXY"))) {
            return;
        }
        for (String kind : new String[] {"http", "https"}) {
            usual(kind + ".proxyHost", "127.0.0.1");
            usual(kind + ".proxyPort", port);
        }
        usual("http.nonProxyHosts", "localhost|127.0.0.1");
    }

    private static void usual(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    /// As the `java` command does: `main` may be an instance method, and have no parameter.
    private static void start(Class<?> program, String[] args) throws Throwable {
        Method main = main(program);
        main.setAccessible(true);
        Object target = null;
        if (!Modifier.isStatic(main.getModifiers())) {
            Constructor<?> constructor = program.getDeclaredConstructor();
            constructor.setAccessible(true);
            target = constructor.newInstance();
        }
        try {
            if (main.getParameterCount() == 0) {
                main.invoke(target);
            } else {
                main.invoke(target, (Object) args);
            }
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static Method main(Class<?> program) throws NoSuchMethodException {
        try {
            return program.getDeclaredMethod("main", String[].class);
        } catch (NoSuchMethodException e) {
            return program.getDeclaredMethod("main");
        }
    }
}
