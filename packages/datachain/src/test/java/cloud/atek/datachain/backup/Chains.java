package cloud.atek.datachain.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Secret;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainReader;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.Log;
import cloud.atek.datachain.log.LogCursor;
import cloud.atek.datachain.log.SegmentMaker;
import cloud.atek.datachain.merkle.Frontier;
import cloud.atek.testkit.ManualClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// Chains of one key with small segments, which make one commit a second.
final class Chains {

    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    /// So that a few commits fill a segment.
    private static final long SEGMENT_BYTES = 2000;

    final SigningKey key = new SigningKey(Secret.owning(new byte[32]));
    final ManualClock clock = new ManualClock(START);
    private final ChainSettings settings;
    private final KeyFolder keys;

    Chains(Disk disk, Path keyFolder) throws IOException {
        settings = new ChainSettings(disk, clock, SEGMENT_BYTES);
        keys = new KeyFolder(disk, keyFolder);
        keys.save(key);
    }

    /// A chain of `commits`, the genesis among them.
    void create(Path folder, int commits) throws IOException {
        try (Chain chain = Chain.create(folder, key, settings)) {
            commit(chain, commits - 1, "first");
        }
    }

    void append(Path folder, int commits, String text) throws IOException {
        try (Chain chain = open(folder)) {
            commit(chain, commits, text);
        }
    }

    Chain open(Path folder) throws IOException {
        return Chain.open(folder, keys, settings);
    }

    /// Makes one compacted segment of all but the newest, which has every commit still.
    void compact(Path folder) throws IOException {
        try (Log log = Log.open(settings.disk(), folder, SEGMENT_BYTES)) {
            long last = log.closedSegments().getLast().last();
            try (SegmentMaker maker = log.compacting(1, last);
                    LogCursor cursor = log.read(1)) {
                while (maker.next() <= last) {
                    maker.append(cursor.next().orElseThrow());
                }
                // A memo: no horizon, nothing removed behind the last.
                var memo = ByteBuffer.allocate(16).putLong(0).putLong(last);
                maker.finish(
                        Bytes.owning(memo.array()), range -> key.sign(range.message()).value());
            }
        }
    }

    private void commit(Chain chain, int commits, String text) throws IOException {
        for (int i = 0; i < commits; i++) {
            clock.advance(Duration.ofSeconds(1));
            Bytes body =
                    Bytes.owning((text + " " + "x".repeat(100)).getBytes(StandardCharsets.UTF_8));
            var put = new Event.Put(RowKey.random(), null, "text", body);
            assertThat(chain.commit(Change.of(put))).isInstanceOf(Outcome.Committed.class);
        }
    }

    static ChainReader.Checked check(Path folder, Disk disk) throws IOException {
        try (ChainReader reader = ChainReader.open(folder, disk)) {
            return reader.check(true, new Frontier(), null);
        }
    }
}
