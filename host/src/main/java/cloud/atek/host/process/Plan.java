package cloud.atek.host.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Turns a launch into what the sandbox is asked for.
final class Plan {

    private static final String CACHE_FILE = JavaCommand.CACHE + "/service.aot";

    private static final int FREE_PORT_MIN = 1024;
    private static final int ABOVE = 8_000;

    private final Runtimes runtimes;
    private final Kit kit;
    private final boolean ownNetwork;

    /// @param ownNetwork as [Sandbox#ownNetwork()]
    Plan(Runtimes runtimes, Kit kit, boolean ownNetwork) {
        this.runtimes = runtimes;
        this.kit = kit;
        this.ownNetwork = ownNetwork;
    }

    /// @param training a flag that lets the JVM write an AOT cache, or none
    /// @param output more folders that may be written
    /// @throws IllegalArgumentException when it cannot be; the message is a sentence for the user
    Confinement of(Launch launch, List<String> training, List<Bind> output) {
        var paths = new ServicePaths(launch);
        List<String> command =
                switch (launch.program()) {
                    case Program.Java java -> java(java, launch, paths, training);
                    case Program.Node node -> node(node, launch, paths);
                };
        List<Bind> writable = Stream.concat(paths.writable().stream(), output.stream()).toList();
        return new Confinement(
                command,
                paths.readOnly(),
                writable,
                variables(launch),
                ServicePaths.DATA,
                launch.limits(),
                launch.allowance().network() ? Set.of(Freedom.NETWORK) : Set.of(),
                launch.key().value());
    }

    private Map<String, String> variables(Launch launch) {
        boolean own = ownNetwork && !launch.allowance().network();
        int port = launch.hostPort();
        return Variables.of(launch, own && port < FREE_PORT_MIN ? port + ABOVE : port, own);
    }

    private List<String> java(
            Program.Java program, Launch launch, ServicePaths paths, List<String> training) {
        var cacheFlag = new ArrayList<>(training);
        paths.readOnly().addAll(0, runtimes.javaBinds());
        Path cache = launch.cache();
        if (training.isEmpty() && cache != null && Files.isRegularFile(cache)) {
            paths.readOnly().add(new Bind(cache, CACHE_FILE));
            cacheFlag.add("-XX:AOTCache=" + CACHE_FILE);
        }
        return JavaCommand.of(program, launch.limits(), kit, paths, cacheFlag);
    }

    private List<String> node(Program.Node program, Launch launch, ServicePaths paths) {
        Path node = runtimes.node();
        if (node == null) {
            throw new IllegalArgumentException(
                    "it needs Node, which is not installed: run `sudo apt install nodejs`");
        }
        if (!Files.isRegularFile(program.script())) {
            throw new IllegalArgumentException("its script " + program.script() + " is missing");
        }
        paths.readOnly().addAll(0, NodeCommand.binds(node));
        return NodeCommand.of(program, launch.limits(), kit, paths);
    }
}
