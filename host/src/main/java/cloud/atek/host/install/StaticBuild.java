package cloud.atek.host.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A package that is a folder of web files.
final class StaticBuild {

    private static final String INDEX = "index.html";

    private StaticBuild() {}

    static Plan build(Path tree, @Nullable String main) throws IOException {
        if (main == null) {
            return new Plan.Static(
                    root(tree)
                            .orElseThrow(() ->
                                    new RefusedException(
                                            "Package issue: there is no index.html at the"
                                                    + " root, in public or in web; atek.json"
                                                    + " can name another folder as"
                                                    + " \"main\".")));
        }
        Path folder = Inside.find(tree, main, "atek.json: /main");
        if (!Disk.isFile(folder.resolve(INDEX))) {
            throw new RefusedException(
                    "atek.json: /main: want a folder with an index.html, is \""
                            + EntryName.visible(main)
                            + "\"");
        }
        return new Plan.Static(folder);
    }

    /// Where the web files are when nobody says.
    static Optional<Path> root(Path tree) {
        return Stream.of(tree, tree.resolve("public"), tree.resolve("web"))
                .filter(folder -> Disk.isFolder(folder) && Disk.isFile(folder.resolve(INDEX)))
                .findFirst();
    }
}
