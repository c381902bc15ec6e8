package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/// What is known of a chain whose process is killed again and again. One thread.
final class Watched {

    private final Committer.Busy busy;
    private long acknowledged = 1;
    private long checked = 1;

    Watched(Committer.Busy busy) {
        this.busy = busy;
    }

    void acknowledged(long sequence) {
        acknowledged = Math.max(acknowledged, sequence);
    }

    /// @param all every byte, not only what is new
    void check(Path folder, String when, boolean all) throws IOException {
        try (Chain chain = busy.open(folder)) {
            assertThat(chain.lastSequence())
                    .as("%s, %s", busy, when)
                    .isGreaterThanOrEqualTo(acknowledged);
            requireWhole(chain, when);
            if (all) {
                chain.verify();
            }
            acknowledged = chain.lastSequence();
        }
    }

    /// Every commit of the child puts two rows with one body: half of one must never be seen.
    private void requireWhole(Chain chain, String when) throws IOException {
        try (CommitCursor commits = chain.read(checked + 1)) {
            for (var one = commits.next(); one.isPresent(); one = commits.next()) {
                Commit commit = one.get().commit();
                assertThat(commit.sequence()).as("%s, %s", busy, when).isEqualTo(++checked);
                assertThat(commit.events()).hasSize(2);
                assertThat(((Event.Put) commit.events().get(0)).body())
                        .isEqualTo(((Event.Put) commit.events().get(1)).body());
                for (Event event : commit.events()) {
                    assertThat(chain.sequenceOf(event.key())).isEqualTo(checked);
                }
            }
            assertThat(checked).isEqualTo(chain.lastSequence());
        }
    }
}
