package cloud.atek.datachain.backup;

import cloud.atek.crypto.VerifyKey;
import java.nio.file.Path;
import java.time.Instant;

/// Why a backup or a restore was refused. Nothing was changed.
public sealed interface Refusal {

    /// What is wrong and what to do, in plain words.
    String message();

    /// Two chains that are not the same one.
    record OtherChain(VerifyKey backup, VerifyKey chain) implements Refusal {
        @Override
        public String message() {
            return "The backup is of the chain %s, and this is the chain %s. Give each chain a folder of its own for its backups."
                    .formatted(backup, chain);
        }
    }

    /// Both begin alike or not at all, and neither is the beginning of the other.
    ///
    /// @param sequence up to which they were compared
    record Forked(long sequence) implements Refusal {
        @Override
        public String message() {
            return "The backup and the chain have parted: their first %d commits are not the same. One of them was restored to an older state and then went on, or was changed. Keep both, and take the next backup into a new folder."
                    .formatted(sequence);
        }
    }

    /// The chain lacks commits that the backup has.
    record Behind(long chain, long backup) implements Refusal {
        @Override
        public String message() {
            return "The backup has %d commits and the chain only %d: it was restored to an older state, or lost its end. Restore the backup, or take the next one into a new folder."
                    .formatted(backup, chain);
        }
    }

    /// What would be replaced has commits that would be lost.
    record Newer(Path folder, long found, long restored) implements Refusal {
        @Override
        public String message() {
            return "%s holds a chain of %d commits, newer than the %d that would be restored. With --force it is moved aside, whole."
                    .formatted(folder, found, restored);
        }
    }

    /// What would be replaced has another history.
    record Parted(Path folder, long found) implements Refusal {
        @Override
        public String message() {
            return "%s holds a chain of %d commits that are not in this backup: the two have parted. With --force it is moved aside, whole."
                    .formatted(folder, found);
        }
    }

    /// Nobody can tell what would be replaced.
    record Unreadable(Path folder, String found) implements Refusal {
        @Override
        public String message() {
            return "%s holds what cannot be compared with the backup: %s. With --force it is moved aside, whole."
                    .formatted(folder, found);
        }
    }

    /// The backup has no such commit.
    record NoSuchCommit(long sequence, long last) implements Refusal {
        @Override
        public String message() {
            return "The backup has the commits 1 to %d, not %d.".formatted(last, sequence);
        }
    }

    /// The chain did not exist yet.
    record BeforeTheFirst(Instant time, Instant first) implements Refusal {
        @Override
        public String message() {
            return "At %s the chain did not exist: its first commit is of %s."
                    .formatted(time, first);
        }
    }

    /// The state at that commit is not there any more.
    record Compacted(long sequence, long first, long last) implements Refusal {
        @Override
        public String message() {
            return "The state at the commit %d is gone: the commits %d to %d were compacted. Restore to the commit %d or a later one."
                    .formatted(sequence, first, last, last);
        }
    }
}
