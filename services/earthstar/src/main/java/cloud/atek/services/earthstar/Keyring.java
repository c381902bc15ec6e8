package cloud.atek.services.earthstar;

import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.kit.RpcException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The key pairs of all users, in a file that only this process reads. Thread-safe.
final class Keyring {

    /// The file.
    record Stored(int version, List<Held> keypairs) {
        @Override
        public String toString() {
            return "Stored[" + keypairs.size() + " key pairs]";
        }
    }

    /// @param user key of the user whose it is
    /// @param service key of the service that made or imported it
    record Held(String user, String service, String format, String author, String secret) {

        Keypair keypair() {
            return Keypair.of(Format.named(format).orElseThrow(), author, secret).require();
        }

        /// Without the secret.
        @Override
        public String toString() {
            return "Held[" + author + "]";
        }
    }

    private static final int VERSION = 1;

    private final StateFile<Stored> file;
    private List<Held> held;

    private Keyring(StateFile<Stored> file, List<Held> held) {
        this.file = file;
        this.held = held;
    }

    static Keyring open(Path path) throws IOException {
        var file = new StateFile<>(path, Stored.class);
        return new Keyring(file, file.read(new Stored(VERSION, List.of())).keypairs());
    }

    synchronized List<Held> all() {
        return List.copyOf(held);
    }

    synchronized void add(Held one) throws IOException {
        boolean known =
                held.stream()
                        .anyMatch(each ->
                                each.author().equals(one.author())
                                        && each.user().equals(one.user())
                                        && each.service().equals(one.service()));
        if (known) {
            return;
        }
        if (held.size() >= Limits.KEYPAIRS_MAX) {
            throw RpcException.failed(
                    "This home has %d key pairs, and no room for more"
                            .formatted(Limits.KEYPAIRS_MAX));
        }
        var next = new ArrayList<>(held);
        next.add(one);
        keep(next);
    }

    synchronized void remove(Held one) throws IOException {
        keep(held.stream().filter(each -> !each.equals(one)).toList());
    }

    /// The first one that the caller may use.
    Optional<Held> find(Standing standing, String author) {
        return all().stream()
                .filter(one -> one.author().equals(author) && standing.has(one))
                .findFirst();
    }

    private void keep(List<Held> next) throws IOException {
        file.write(new Stored(VERSION, next));
        held = next;
    }
}
