package cloud.atek.host.install;

import cloud.atek.api.ServiceRuntime;
import cloud.atek.api.services.ServiceRecord;
import cloud.atek.api.services.ServiceRecord.SourceType;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `plan.json` in a build folder: how to start what was built, so that a start builds nothing.
///
/// Paths begin with `tree/` or `build/`, as both folders are renamed when they are placed.
final class PlanFile {

    static final String NAME = "plan.json";

    private static final int FORMAT = 1;
    private static final int BYTES_MAX = 1 << 20;

    private PlanFile() {}

    /// @param paths of java the class path, of node the script, of static the folder
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Text(
            int format,
            @Nullable String tag,
            @Nullable String commit,
            @Nullable String treeHash,
            ServiceRuntime runtime,
            List<String> paths,
            @Nullable String mainClass) {}

    /// @param source what it was made from; its title is not kept
    record Placed(ServiceRecord.Installed source, Plan plan) {}

    /// Where the two kinds of paths begin.
    record Roots(Path tree, Path build) {

        private String relative(Path path) {
            return path.startsWith(build)
                    ? "build/" + build.relativize(path)
                    : "tree/" + tree.relativize(path);
        }

        private Path absolute(String text) throws IOException {
            Path root = text.startsWith("build/") ? build : tree;
            Path path = root.resolve(text.substring(text.indexOf('/') + 1)).normalize();
            if (!path.startsWith(root) || !Files.exists(path)) {
                throw new IOException(path + " is missing");
            }
            return path;
        }
    }

    static void write(Placed placed, Roots roots) throws IOException {
        ServiceRecord.Installed from = placed.source();
        List<Path> paths =
                switch (placed.plan()) {
                    case Plan.Java(var classPath, _) -> classPath;
                    case Plan.Node(var script) -> List.of(script);
                    case Plan.Static(var root) -> List.of(root);
                };
        var text =
                new Text(
                        FORMAT,
                        from.installedVersion(),
                        from.commit(),
                        from.tree(),
                        placed.plan().runtime(),
                        paths.stream().map(roots::relative).toList(),
                        placed.plan() instanceof Plan.Java java ? java.mainClass() : null);
        Files.write(roots.build().resolve(NAME), MessageCodec.JSON.writeValueAsBytes(text));
    }

    /// @throws IOException when it is missing or damaged, or what it names is
    static Placed read(Roots roots) throws IOException {
        Path file = roots.build().resolve(NAME);
        Text text =
                MessageCodec.JSON.treeToValue(Manifests.json(file, NAME, BYTES_MAX), Text.class);
        if (text.format() != FORMAT) {
            throw new IOException(file + " has format " + text.format() + ", want " + FORMAT);
        }
        try {
            return new Placed(source(text), plan(text, roots));
        } catch (InvalidPathException e) {
            throw new IOException(file + " is damaged", e);
        }
    }

    private static ServiceRecord.Installed source(Text text) {
        SourceType type = text.commit() == null ? SourceType.FILE : SourceType.GIT;
        return new ServiceRecord.Installed(type, text.tag(), null, text.commit(), text.treeHash());
    }

    private static Plan plan(Text text, Roots roots) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (String path : text.paths()) {
            paths.add(roots.absolute(path));
        }
        return switch (text.runtime()) {
            case JAVA -> new Plan.Java(paths, String.valueOf(text.mainClass()));
            case NODE -> new Plan.Node(paths.getFirst());
            case STATIC -> new Plan.Static(paths.getFirst());
        };
    }
}
