package cloud.atek.host.install;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A package for Node: `package.json` names the script, as for npm.
final class NodeBuild {

    static final String NO_ENTRY =
            "Package issue: neither package.json \"main\" nor /index.js could be found.";

    private static final String PACKAGE = NpmBuild.PACKAGE;

    private NodeBuild() {}

    static Plan build(Path tree, @Nullable String main) throws IOException {
        Path file = tree.resolve(PACKAGE);
        JsonNode npm =
                Disk.exists(file)
                        ? Manifests.json(file, PACKAGE, PackageLimits.PACKAGE_FILE_BYTES_MAX)
                        : MessageCodec.JSON.createObjectNode();
        return new Plan.Node(script(tree, main, npm.path("main").asText("")));
    }

    private static Path script(Path tree, @Nullable String main, String npmMain)
            throws IOException {
        if (main != null) {
            return requireFile(Inside.find(tree, main, "atek.json: /main"), "atek.json: /main");
        }
        if (!npmMain.isEmpty() && isFile(tree, npmMain)) {
            return requireFile(
                    Inside.find(tree, npmMain, "package.json: /main"), "package.json: /main");
        }
        if (isFile(tree, "index.js")) {
            return Inside.find(tree, "index.js", "index.js");
        }
        throw new RefusedException(NO_ENTRY);
    }

    private static boolean isFile(Path tree, String relative) {
        return relative.indexOf('\0') < 0 && Disk.isFile(tree.resolve(relative));
    }

    private static Path requireFile(Path script, String where) throws RefusedException {
        if (Disk.isFile(script)) {
            return script;
        }
        throw new RefusedException(where + ": want a script, is a folder or a link");
    }
}
