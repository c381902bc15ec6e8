package cloud.atek.bench;

import cloud.atek.bench.adb.AdbBench;
import cloud.atek.bench.datachain.DatachainBench;
import cloud.atek.bench.datachain.DatachainCodeBench;
import cloud.atek.bench.earthstar.EarthstarBench;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/// `bench/run` and what is to be measured.
public final class Main {

    private static final PrintStream OUT = System.out;

    private Main() {}

    public static void main(String[] args) throws Exception {
        Path dist = Path.of(System.getProperty("atek.dist", "host/target/atek")).toAbsolutePath();
        switch (args.length == 1 ? args[0] : "") {
            case "gateway" -> new GatewayBench(dist, OUT).run();
            case "load" -> new LoadBench(dist, OUT).run();
            case "start" -> new StartBench(dist, OUT).run();
            case "sandbox" -> new SandboxBench(dist, OUT).run();
            case "datachain" -> new DatachainBench(Path.of("target"), OUT).run();
            case "adb" -> new AdbBench(Path.of("target"), OUT, List.of(1_000, 100_000)).run();
            case "adb-gateway" -> new AdbGatewayBench(dist, OUT).run();
            case "adb-large" -> new AdbBench(Path.of("target"), OUT, List.of(1_000_000)).run();
            case "earthstar" -> new EarthstarBench(Path.of("target"), OUT).run();
            case "datachain-code" -> DatachainCodeBench.measure();
            default -> {
                System.err.println(
                        "Usage: bench/run gateway | load | start | sandbox | datachain"
                                + " | datachain-code | adb | adb-large | adb-gateway"
                                + " | earthstar");
                System.exit(2);
            }
        }
    }
}
