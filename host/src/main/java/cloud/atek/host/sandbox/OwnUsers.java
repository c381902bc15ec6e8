package cloud.atek.host.sandbox;

import cloud.atek.host.process.Bind;
import cloud.atek.host.process.Confinement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Lets a host that is root run each service as a system user of its own, to whom its folders
/// belong: even with nothing else in force it could read neither the host's files nor another
/// service's. A person's folder belongs to a group, of which all services are that were granted it.
/// Thread-safe.
final class OwnUsers {

    private static final int ROOT = 0;

    private final @Nullable Uids uids;
    private final boolean root;

    /// @param uids `null` when all run as the host's user
    /// @param root whether that is root
    OwnUsers(@Nullable Uids uids, boolean root) {
        this.uids = uids;
        this.root = root;
    }

    boolean inForce() {
        return uids != null;
    }

    /// Whom a program is to run as; its folders are his when this returns. `null` for the host's
    /// own user: also when the program is in a folder that only root may read, such as one that
    /// somebody works in.
    ///
    /// @throws IOException when its folders cannot be given to him
    @Nullable SystemUser of(Confinement wanted) throws IOException {
        if (uids == null || !readable(wanted)) {
            give(wanted, ROOT);
            return null;
        }
        int number = uids.of(wanted.subject());
        give(wanted, number);
        List<Integer> groups = new ArrayList<>();
        for (Bind each : shared(wanted)) {
            Path folder = each.outside();
            Path person = folder.getParent();
            int group =
                    uids.of(
                            (person == null ? "" : person.getFileName())
                                    + "/"
                                    + folder.getFileName());
            Ownership.share(folder, group);
            groups.add(group);
        }
        return new SystemUser(number, groups);
    }

    /// As [cloud.atek.host.process.Sandbox#reclaim].
    void reclaim(Confinement ended) throws IOException {
        if (root) {
            for (Bind each : own(ended)) {
                Ownership.reclaim(each.outside());
            }
        }
    }

    private void give(Confinement wanted, int number) throws IOException {
        if (root) {
            for (Bind each : own(wanted)) {
                Ownership.give(each.outside(), number);
            }
        }
    }

    private static boolean readable(Confinement wanted) throws IOException {
        for (Bind each : wanted.readOnly()) {
            if (!each.shared() && !Ownership.isReadable(each.outside())) {
                return false;
            }
        }
        return true;
    }

    private static List<Bind> own(Confinement wanted) {
        return wanted.writable().stream().filter(each -> !each.shared()).toList();
    }

    private static List<Bind> shared(Confinement wanted) {
        return Stream.concat(wanted.readOnly().stream(), wanted.writable().stream())
                .filter(Bind::shared)
                .toList();
    }
}
