package cloud.atek.services.earthstar;

import cloud.atek.earthstar.pub.Workspaces;
import cloud.atek.earthstar.replica.Replica;
import java.io.IOException;
import java.util.Optional;

/// What other homes see: the workspaces that their owners published. Strangers make none.
record Guests(Pub pub) implements Workspaces {

    @Override
    public Optional<Replica> find(String address) throws IOException {
        Optional<Entry> entry = published(address);
        return entry.isEmpty() ? Optional.empty() : Optional.of(pub.replicas().of(entry.get()));
    }

    @Override
    public Optional<Replica> open(String address) throws IOException {
        return find(address);
    }

    @Override
    public boolean readOnly(String address) {
        return published(address).filter(Entry::readOnly).isPresent();
    }

    Optional<Entry> published(String address) {
        return pub.registry().find(address).filter(Entry::published);
    }
}
