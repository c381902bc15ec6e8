package cloud.atek.host.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Writes the programs that dependencies bring, such as `tsc`, to where npm's scripts look for
/// them. npm itself would make links, which the sandbox forbids.
final class NpmPrograms {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /// The path stands between single quotes in a script.
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9@._/-]{1,500}");

    private NpmPrograms() {}

    /// @param modules a `node_modules`, which may be absent
    static void write(Path modules) throws IOException {
        if (!Disk.isFolder(modules)) {
            return;
        }
        Path programs = Files.createDirectories(modules.resolve(".bin"));
        for (Path dependency : dependencies(modules)) {
            write(dependency, modules, programs);
        }
    }

    private static List<Path> dependencies(Path modules) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path each : folders(modules)) {
            if (each.getFileName().toString().startsWith("@")) {
                found.addAll(folders(each));
            } else {
                found.add(each);
            }
        }
        return found;
    }

    private static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(Disk::isFolder).sorted().toList();
        }
    }

    private static void write(Path dependency, Path modules, Path programs) throws IOException {
        Path file = dependency.resolve(NpmBuild.PACKAGE);
        if (!Disk.isFile(file)) {
            return;
        }
        JsonNode bin = bin(file);
        if (bin.isTextual()) {
            write(dependency.getFileName().toString(), dependency, bin, modules, programs);
        }
        for (Map.Entry<String, JsonNode> each : bin.properties()) {
            write(each.getKey(), dependency, each.getValue(), modules, programs);
        }
    }

    private static JsonNode bin(Path file) throws IOException {
        try {
            return Manifests.json(file, NpmBuild.PACKAGE, PackageLimits.PACKAGE_FILE_BYTES_MAX)
                    .path("bin");
        } catch (RefusedException e) {
            // npm reads more than is JSON; what it wants of such a file is its own matter.
            return MissingNode.getInstance();
        }
    }

    private static void write(
            String name, Path dependency, JsonNode path, Path modules, Path programs)
            throws IOException {
        Path script = dependency.resolve(path.asText()).normalize();
        String relative = modules.relativize(script).toString();
        if (!NAME.matcher(name).matches()
                || !PATH.matcher(relative).matches()
                || !script.startsWith(dependency)
                || !Disk.isFile(script)) {
            return;
        }
        String text = "#!/bin/sh\nexec node \"$(dirname \"$0\")\"'/../" + relative + "' \"$@\"\n";
        Path program = programs.resolve(name);
        try {
            Files.writeString(program, text, StandardOpenOption.CREATE_NEW);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (FileAlreadyExistsException e) {
            // The first one of a name wins, as with npm.
            return;
        }
    }
}
