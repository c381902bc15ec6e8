package cloud.atek.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A JVM as the host starts one for a service that it brings along.
public final class ServiceJvm {

    private ServiceJvm() {}

    /// @param heapMb 96 is what the host gives
    /// @param main on our own class path
    public static List<String> command(int heapMb, Class<?> main, String... args) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:TieredStopAtLevel=1",
                        "-Xms8m",
                        "-Xmx" + heapMb + "m",
                        "-Xss512k",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName()));
        command.addAll(List.of(args));
        return command;
    }
}
