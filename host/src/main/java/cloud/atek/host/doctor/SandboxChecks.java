package cloud.atek.host.doctor;

import cloud.atek.api.services.Protection.Missing;
import cloud.atek.host.sandbox.SandboxSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What confines services: bubblewrap, the kernel's namespaces, its system call filter.
final class SandboxChecks {

    private static final String INSTALL =
            "sudo apt-get install bubblewrap (or your system's way; `atek up` offers it)";
    private static final Path APPARMOR =
            Path.of("/proc/sys/kernel/apparmor_restrict_unprivileged_userns");
    private static final Path CLONE = Path.of("/proc/sys/kernel/unprivileged_userns_clone");
    private static final Path USERS = Path.of("/proc/sys/user/max_user_namespaces");
    private static final Path ACTIONS = Path.of("/proc/sys/kernel/seccomp/actions_avail");

    Finding bubblewrap() {
        var bwrap = Command.find("bwrap");
        if (bwrap.isEmpty()) {
            return Finding.broken("Bubblewrap", "not installed", INSTALL);
        }
        try {
            var version = Command.run(List.of(bwrap.get().toString(), "--version"));
            return Finding.ok("Bubblewrap", version.output());
        } catch (IOException e) {
            return Finding.broken("Bubblewrap", "does not start: " + e.getMessage(), INSTALL);
        }
    }

    /// Makes a sandbox like a service's, for a moment.
    Finding namespaces() {
        var bwrap = Command.find("bwrap");
        if (bwrap.isEmpty()) {
            return Finding.broken("Namespaces", "not tried without bubblewrap", INSTALL);
        }
        try {
            var outcome =
                    Command.run(
                            List.of(
                                    bwrap.get().toString(),
                                    "--unshare-all",
                                    "--die-with-parent",
                                    "--ro-bind",
                                    "/",
                                    "/",
                                    "--proc",
                                    "/proc",
                                    "--dev",
                                    "/dev",
                                    "true"));
            return outcome.exitCode() == 0
                    ? Finding.ok("Namespaces", "a sandbox can be made")
                    : Finding.broken("Namespaces", outcome.output(), namespacesFix());
        } catch (IOException e) {
            return Finding.broken("Namespaces", e.getMessage() + "", namespacesFix());
        }
    }

    private static String namespacesFix() {
        if (says(APPARMOR, "1")) {
            return "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0";
        }
        if (says(CLONE, "0")) {
            return "sudo sysctl -w kernel.unprivileged_userns_clone=1";
        }
        if (says(USERS, "0")) {
            return "sudo sysctl -w user.max_user_namespaces=15000";
        }
        return "in a container: allow it user namespaces";
    }

    private static boolean says(Path file, String value) {
        try {
            return Files.readString(file).strip().equals(value);
        } catch (IOException e) {
            return false;
        }
    }

    /// One finding for each layer that is missing.
    ///
    /// @param hostPid 0 when none runs
    List<Finding> layers(long hostPid) {
        Path host = Path.of("/proc", hostPid == 0 ? "self" : Long.toString(hostPid));
        try {
            List<Missing> missing = new SandboxSearch(host).missing(host);
            return missing.isEmpty()
                    ? List.of(Finding.ok("Layers", "none is missing"))
                    : missing.stream()
                            .map(each ->
                                    Finding.warning(
                                            "Layer " + each.layer(), each.effect(), each.fix()))
                            .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(Finding.warning("Layers", "not looked at", "run it again"));
        } catch (IOException e) {
            return List.of(Finding.warning("Layers", e.getMessage() + "", INSTALL));
        }
    }

    Finding seccomp() {
        try {
            String actions = Files.readString(ACTIONS);
            return actions.contains("errno")
                    ? Finding.ok("System call filter", "the kernel has one")
                    : Finding.broken(
                            "System call filter", "cannot refuse calls", "take a newer kernel");
        } catch (IOException e) {
            return Finding.broken(
                    "System call filter",
                    "this kernel has none",
                    "take a Linux kernel with CONFIG_SECCOMP_FILTER");
        }
    }
}
