package cloud.atek.bench;

import java.io.PrintStream;
import java.nio.file.Path;

/// `bench/run gateway` and `bench/run start`.
public final class Main {

    private static final PrintStream OUT = System.out;

    private Main() {}

    public static void main(String[] args) throws Exception {
        Path dist = Path.of(System.getProperty("atek.dist", "host/target/atek")).toAbsolutePath();
        switch (args.length == 1 ? args[0] : "") {
            case "gateway" -> new GatewayBench(dist, OUT).run();
            case "start" -> new StartBench(dist, OUT).run();
            default -> {
                System.err.println("Usage: bench/run gateway | bench/run start");
                System.exit(2);
            }
        }
    }
}
