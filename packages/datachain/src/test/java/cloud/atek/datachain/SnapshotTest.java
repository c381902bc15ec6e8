package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.log.FaultyDisk;
import cloud.atek.datachain.log.LogClosedException;
import cloud.atek.datachain.log.MemoryDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    private static final Path FOLDER = Path.of("/chain");

    private final SigningKey key = SigningKey.random();

    @Test
    void snapshotStaysTheSameWhileAThousandCommitsGoOn() throws Exception {
        try (Chain chain = create()) {
            for (int i = 0; i < 10; i++) {
                chain.commit(Change.of(put(i, null, "old " + i), put(100 + i, in(i), "child")));
            }
            try (Snapshot snapshot = chain.snapshot()) {
                List<String> before = content(snapshot);
                Thread writer = Thread.ofVirtual().start(() -> write(chain, 1_000));
                do {
                    assertThat(content(snapshot)).isEqualTo(before);
                } while (writer.isAlive());
                writer.join();
                assertThat(chain.lastSequence()).isEqualTo(1 + 10 + 1_000);
                assertThat(snapshot.sequence()).isEqualTo(11);
            }
        }
    }

    @Test
    void snapshotSeesWhatWasCommittedBeforeItWithoutWaiting() throws IOException {
        try (Chain chain = create()) {
            chain.commit(Change.of(put(1, null, "a")), Author.OWNER, Scope.NONE);

            try (Snapshot snapshot = chain.snapshot()) {
                assertThat(snapshot.load(row(1)).orElseThrow()).isEqualTo(put(1, null, "a"));
                assertThat(snapshot.at().sequence()).isEqualTo(2);
                assertThat(chain.lastSequence()).isGreaterThanOrEqualTo(2);
            }
        }
    }

    @Test
    void snapshotOfWhatCannotBeOnDiskIsNotGivenOut() throws IOException {
        var disk = new FaultyDisk();
        Chain chain =
                Chain.create(FOLDER, key, new ChainSettings(disk, Clock.systemUTC(), 1 << 20));
        disk.failSyncs();
        assertThatThrownBy(() -> chain.commit(Change.of(put(1, null, "a"))))
                .isInstanceOf(IOException.class);

        assertThatThrownBy(chain::snapshot).isInstanceOf(LogClosedException.class);
    }

    @Test
    void emptyBodyStaysAnEmptyBody() throws IOException {
        try (Chain chain = create()) {
            chain.commit(Change.of(put(1, null, "")));
            try (Snapshot snapshot = chain.snapshot()) {
                assertThat(snapshot.load(row(1))).contains(put(1, null, ""));
                assertThat(snapshot.load(row(2))).isEmpty();
            }
        }
    }

    @Test
    void rootsAreTheRowsWithoutAPlace() throws IOException {
        try (Chain chain = create()) {
            chain.commit(Change.of(put(1, null, "a"), put(2, in(1), "b"), put(3, null, "c")));
            try (Snapshot snapshot = chain.snapshot()) {
                assertThat(keys(snapshot.roots()))
                        .containsExactly(Reserved.CHAIN_ROW, row(1), row(3));
                assertThat(keys(snapshot.children(in(1)))).containsExactly(row(2));
                assertThat(keys(snapshot.children(in(2)))).isEmpty();
                assertThat(keys(snapshot.rows()))
                        .containsExactlyInAnyOrder(Reserved.CHAIN_ROW, row(1), row(2), row(3));
            }
        }
    }

    @Test
    void removedRowsAreInSnapshotsOfBeforeOnly() throws IOException {
        try (Chain chain = create()) {
            chain.commit(Change.of(put(1, null, "a"), put(2, in(1), "b")));
            try (Snapshot before = chain.snapshot()) {
                chain.commit(Change.of(new Event.Tombstone(row(2))));
                try (Snapshot after = chain.snapshot()) {
                    assertThat(keys(before.children(in(1)))).containsExactly(row(2));
                    assertThat(before.load(row(2))).contains(put(2, in(1), "b"));
                    assertThat(keys(after.children(in(1)))).isEmpty();
                    assertThat(keys(after.rows())).doesNotContain(row(2));
                    assertThat(after.find(row(2))).isEmpty();
                }
            }
        }
    }

    @Test
    void moreRowsThanAPageComeInTheirOrder() throws IOException {
        try (Chain chain = create()) {
            var events = new Event[2_500];
            events[0] = put(0, null, "parent");
            for (int i = 1; i < events.length; i++) {
                events[i] = put(i, in(0), "child");
            }
            chain.commit(Change.of(events));
            try (Snapshot snapshot = chain.snapshot()) {
                assertThat(keys(snapshot.children(in(0))))
                        .isEqualTo(Stream.of(events).skip(1).map(Event::key).toList());
                assertThat(snapshot.rows()).hasSize(events.length + 1);
            }
        }
    }

    @Test
    void rulesComeFromTheRowsAbove() throws IOException {
        var readers = new Authority.Read.Readers(row(9));
        var nobody = new Authority.Write.Nobody();
        Authority own = new Authority(readers, new Authority.Write.Inherit());
        Authority locked = new Authority(new Authority.Read.Inherit(), nobody);
        try (Chain chain = create()) {
            chain.commit(
                    Change.of(ruled(1, null, own), put(2, in(1), "b"), ruled(3, in(2), locked)));
            Authority.Write root = new Authority.Write.AnyOf(KeyName.of(chain.id()));
            try (Snapshot snapshot = chain.snapshot()) {
                assertThat(snapshot.authority(row(1))).contains(new Authority(readers, root));
                assertThat(snapshot.authority(row(2))).contains(new Authority(readers, root));
                assertThat(snapshot.authority(row(3))).contains(new Authority(readers, nobody));
                assertThat(snapshot.authority(Reserved.CHAIN_ROW))
                        .contains(new Authority(new Authority.Read.Everyone(), root));
                assertThat(snapshot.authority(row(4))).isEqualTo(Optional.empty());
            }
        }
    }

    private static void write(Chain chain, int commits) {
        try {
            for (int i = 0; i < commits; i++) {
                int row = i % 10;
                chain.commit(
                        i % 3 == 0
                                ? Change.of(new Event.Tombstone(row(100 + row)))
                                : Change.of(
                                        put(row, null, "new " + i),
                                        put(100 + row, in((row + i) % 10), "moved"),
                                        put(1_000 + i, in(row), "more")));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Everything that can be asked of it.
    private static List<String> content(Snapshot snapshot) throws IOException {
        var all = new ArrayList<String>();
        for (Snapshot.Row row : snapshot.rows().toList()) {
            all.add(row + " " + snapshot.load(row.key()) + snapshot.authority(row.key()));
        }
        all.sort(null);
        all.add(keys(snapshot.roots()).toString());
        for (int i = 0; i < 10; i++) {
            all.add(snapshot.children(in(i)).toList().toString());
        }
        return all;
    }

    private Chain create() throws IOException {
        return Chain.create(
                FOLDER, key, new ChainSettings(new MemoryDisk(), Clock.systemUTC(), 1 << 20));
    }

    private static List<RowKey> keys(Stream<Snapshot.Row> rows) {
        return rows.map(Snapshot.Row::key).toList();
    }

    private static RowKey row(int number) {
        return new RowKey(1, number);
    }

    private static Place in(int parent) {
        return new Place(row(parent), 7);
    }

    private static Event.Put put(int key, @Nullable Place place, String body) {
        return new Event.Put(
                row(key), place, "t", Bytes.owning(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Event.Put ruled(int key, @Nullable Place place, Authority authority) {
        return new Event.Put(row(key), place, "t", Bytes.EMPTY, Encoding.PLAIN, authority);
    }
}
