package cloud.atek.services.earthstar;

import cloud.atek.earthstar.format.WorkspaceKeypair;
import cloud.atek.earthstar.seal.SharedKey;
import cloud.atek.kit.RpcException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What members have of their workspaces besides the address: the secret of es.5, and shared keys.
/// In a file that only this process reads. Thread-safe.
final class WorkspaceKeys {

    /// The file.
    record Stored(int version, List<Held> keys) {
        @Override
        public String toString() {
            return "Stored[keys of " + keys.size() + " members]";
        }
    }

    /// @param secret of es.5, null for who only reads, and in the other formats
    /// @param sharedKeys the newest first: it seals, and all of them open
    record Held(
            Entry.Member member,
            String workspace,
            @Nullable String secret,
            List<String> sharedKeys) {

        Held {
            sharedKeys = List.copyOf(sharedKeys);
        }

        /// Without what is secret.
        @Override
        public String toString() {
            return "Held[" + workspace + "]";
        }
    }

    private static final int VERSION = 1;

    private final StateFile<Stored> file;
    private List<Held> held;

    private WorkspaceKeys(StateFile<Stored> file, List<Held> held) {
        this.file = file;
        this.held = held;
    }

    static WorkspaceKeys open(Path path) throws IOException {
        var file = new StateFile<>(path, Stored.class);
        return new WorkspaceKeys(file, file.read(new Stored(VERSION, List.of())).keys());
    }

    /// The secret of a workspace of es.5, if the caller has it.
    Optional<WorkspaceKeypair> secret(Standing standing, String workspace) {
        return of(standing, workspace)
                .map(Held::secret)
                .filter(Objects::nonNull)
                .findFirst()
                .map(secret -> WorkspaceKeypair.of(workspace, secret).require());
    }

    /// The newest first.
    List<SharedKey> sharedKeys(Standing standing, String workspace) {
        return of(standing, workspace)
                .flatMap(each -> each.sharedKeys().stream())
                .map(text -> SharedKey.of(text).orElseThrow())
                .toList();
    }

    private synchronized Stream<Held> of(Standing standing, String workspace) {
        return List.copyOf(held).stream()
                .filter(each -> each.workspace().equals(workspace) && standing.has(each));
    }

    synchronized void add(Entry.Member member, WorkspaceKeypair keypair) throws IOException {
        String workspace = keypair.workspace().text();
        Held old = mine(member, workspace);
        keep(new Held(member, workspace, keypair.secret(), old.sharedKeys()));
    }

    synchronized void add(Entry.Member member, String workspace, SharedKey key) throws IOException {
        Held old = mine(member, workspace);
        var keys = new ArrayList<>(old.sharedKeys());
        keys.remove(key.text());
        keys.addFirst(key.text());
        if (keys.size() > Limits.SHARED_KEYS_MAX) {
            throw RpcException.failed(
                    "This workspace has %d shared keys here, and no room for more"
                            .formatted(Limits.SHARED_KEYS_MAX));
        }
        keep(new Held(member, workspace, old.secret(), keys));
    }

    private Held mine(Entry.Member member, String workspace) {
        return held.stream()
                .filter(each -> same(each, member, workspace))
                .findFirst()
                .orElseGet(() -> new Held(member, workspace, null, List.of()));
    }

    private static boolean same(Held one, Entry.Member member, String workspace) {
        return one.member().equals(member) && one.workspace().equals(workspace);
    }

    private void keep(Held one) throws IOException {
        var next = new ArrayList<>(held);
        next.removeIf(each -> same(each, one.member(), one.workspace()));
        next.add(one);
        write(next);
    }

    /// The members that fit have the workspace no more.
    synchronized void remove(String workspace, Predicate<Entry.Member> whose) throws IOException {
        var next = new ArrayList<>(held);
        if (next.removeIf(
                each -> each.workspace().equals(workspace) && whose.test(each.member()))) {
            write(next);
        }
    }

    /// Forgets the keys of workspaces that are not here: a leave, or a join, that was cut short.
    synchronized void keepOnly(Set<String> workspaces) throws IOException {
        var next = new ArrayList<>(held);
        if (next.removeIf(each -> !workspaces.contains(each.workspace()))) {
            write(next);
        }
    }

    private void write(List<Held> next) throws IOException {
        file.write(new Stored(VERSION, next));
        held = next;
    }
}
