package cloud.atek.host.install;

import cloud.atek.host.process.Bind;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Lets npm fetch what a package depends on, and run its `build` script, on a copy of the package.
final class NpmBuild {

    static final String PACKAGE = "package.json";

    private static final String HEAP = "--max-old-space-size=512";
    private static final String RELAY = "/kit/node-relay.cjs";

    /// What scripts of packages commonly call.
    private static final List<String> PROGRAMS =
            List.of(
                    "sh",
                    "env",
                    "cp",
                    "mv",
                    "rm",
                    "mkdir",
                    "rmdir",
                    "cat",
                    "ls",
                    "ln",
                    "chmod",
                    "touch",
                    "sed",
                    "grep",
                    "find",
                    "dirname",
                    "basename",
                    "readlink",
                    "realpath",
                    "uname",
                    "tr",
                    "head",
                    "tail",
                    "sort",
                    "printf",
                    "echo",
                    "true",
                    "false",
                    "test",
                    "date",
                    "pwd");

    private final BuildRun run;
    private final @Nullable BuildTools tools;

    NpmBuild(BuildRun run, @Nullable BuildTools tools) {
        this.run = run;
        this.tools = tools;
    }

    /// Makes of a package what can be started or served.
    ///
    /// @param out an empty folder for what is made
    /// @param inPlace whether somebody works in this folder, who runs npm himself
    /// @return the package itself when nothing was to be made, else its copy in `out`
    Path prepare(Path tree, Path out, boolean inPlace, Progress progress) throws IOException {
        Path file = tree.resolve(PACKAGE);
        JsonNode npm =
                Disk.exists(file)
                        ? Manifests.json(file, PACKAGE, PackageLimits.PACKAGE_FILE_BYTES_MAX)
                        : null;
        boolean brings = Disk.isFolder(tree.resolve("node_modules"));
        if (npm == null || brings || !needs(npm)) {
            return tree;
        }
        if (inPlace) {
            if (npm.path("dependencies").isEmpty()) {
                return tree;
            }
            throw new RefusedException(
                    "Package issue: package.json names dependencies, but there is no node_modules:"
                            + " run npm install in the folder.");
        }
        Path app = out.resolve("app");
        Disk.copy(tree, app);
        Files.createDirectories(out.resolve("home"));
        build(npm, tree, out, progress);
        Disk.delete(out.resolve("home"));
        Inside.requireNoWayOut(app);
        return app;
    }

    private static boolean needs(JsonNode npm) {
        return !npm.path("dependencies").isEmpty() || hasBuild(npm);
    }

    private static boolean hasBuild(JsonNode npm) {
        return npm.path("scripts").path("build").isTextual();
    }

    private void build(JsonNode npm, Path tree, Path work, Progress progress) throws IOException {
        boolean locked =
                Disk.isFile(tree.resolve("package-lock.json"))
                        || Disk.isFile(tree.resolve("npm-shrinkwrap.json"));
        progress.say("Fetching dependencies with npm");
        List<String> install = new ArrayList<>(List.of(locked ? "ci" : "install"));
        if (!hasBuild(npm)) {
            install.add("--omit=dev");
        }
        run.run(tool("npm " + install.getFirst(), install), work, progress);
        if (hasBuild(npm)) {
            NpmPrograms.write(work.resolve("app/node_modules"));
            progress.say("Building with npm run build");
            run.run(tool("npm run build", List.of("run", "build")), work, progress);
        }
    }

    private BuildRun.Tool tool(String name, List<String> arguments) throws RefusedException {
        Path node = tools == null ? null : tools.runtimes().node();
        Path cli = tools == null ? null : tools.npm();
        if (tools == null || node == null || cli == null) {
            throw new RefusedException(
                    "The package needs npm, which is not installed on this machine: run `sudo apt"
                            + " install nodejs npm`, or publish the package with its"
                            + " node_modules.");
        }
        List<String> command = new ArrayList<>(List.of("/usr/bin/node", HEAP));
        List<Bind> binds = new ArrayList<>(tools.runtimes().nodeBinds());
        Path home = cli.resolve("../..").normalize();
        if (binds.stream().noneMatch(bind -> home.startsWith(bind.outside()))) {
            binds.add(new Bind(home, home.toString()));
        }
        if (run.proxied()) {
            command.addAll(List.of("--require", RELAY));
            binds.add(new Bind(tools.relay(), RELAY));
        }
        binds.addAll(programs());
        command.add(cli.toString());
        command.addAll(arguments);
        return new BuildRun.Tool(name, command, binds, variables());
    }

    private static List<Bind> programs() {
        return PROGRAMS.stream()
                .flatMap(name ->
                        Stream.of("/usr/bin/" + name, "/bin/" + name)
                                .filter(path -> Files.isExecutable(Path.of(path)))
                                .limit(name.equals("sh") ? 2 : 1))
                .map(path -> new Bind(Path.of(path), path))
                .toList();
    }

    private Map<String, String> variables() {
        String home = BuildRun.WORK + "/home";
        Map<String, String> variables = new HashMap<>();
        variables.put("NODE_OPTIONS", HEAP);
        variables.put("NO_COLOR", "1");
        variables.put("npm_config_cache", home + "/cache");
        variables.put("npm_config_userconfig", home + "/npmrc");
        variables.put("npm_config_globalconfig", home + "/npmrc-global");
        // The sandbox lets nobody make links; see NpmPrograms.
        for (String off : List.of("audit", "fund", "update_notifier", "progress", "bin_links")) {
            variables.put("npm_config_" + off, "false");
        }
        if (run.proxied()) {
            String proxy = "http://127.0.0.1:" + BuildRun.PROXY_PORT;
            variables.put("npm_config_proxy", proxy);
            variables.put("npm_config_https_proxy", proxy);
        }
        BuildRun.authorities().forEach(file -> variables.put("npm_config_cafile", file));
        return variables;
    }
}
