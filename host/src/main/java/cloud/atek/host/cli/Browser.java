package cloud.atek.host.cli;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/// The browser of the desktop, where there is one.
final class Browser {

    private Browser() {}

    /// Does nothing on a machine without a desktop: the address stands on the terminal anyway.
    static boolean open(URI address) {
        Map<String, String> environment = System.getenv();
        boolean mac = System.getProperty("os.name", "").startsWith("Mac");
        if (!mac
                && !environment.containsKey("DISPLAY")
                && !environment.containsKey("WAYLAND_DISPLAY")) {
            return false;
        }
        try {
            new ProcessBuilder(mac ? "open" : "xdg-open", address.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
