package cloud.atek.host.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of a Node process.
final class NodeCommand {

    private static final String NODE = "/usr/bin/node";

    /// Debian keeps some of Node's built-in modules here.
    private static final Path MODULES = Path.of("/usr/share/nodejs");

    private NodeCommand() {}

    static List<String> of(Program.Node program, Limits limits, Kit kit, ServicePaths paths) {
        return List.of(
                NODE,
                "--max-old-space-size=" + limits.nodeHeapMb(),
                "--require",
                paths.kit(kit.nodeRelay()),
                paths.inside(program.script()));
    }

    static List<Bind> binds(Path node) {
        var binds = new ArrayList<>(List.of(new Bind(node, NODE)));
        if (Files.isDirectory(MODULES)) {
            binds.add(new Bind(MODULES, MODULES.toString()));
        }
        return binds;
    }
}
